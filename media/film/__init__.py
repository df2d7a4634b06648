"""A film of a recording, made by a process of its own: `python -m media.film ORDER_FOLDER`.

order.json, timeline.json   read: what is wanted (order.py), what happened (edit_list.py)
parts/<n>.mkv               a minute of the film each: kept, so that a killed composer goes on where it was
film.mp4 | film.webm        the parts joined; then film.json and progress.json say that it is done
"""
