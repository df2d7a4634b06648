"""What becomes of recordings: kept, listed, made films of by a process of its own, shown, shared, and really deleted.

    <data_dir>/recordings/<recording>/films/<film>/
        order.json        FilmOrder: what was asked for
        timeline.json     what the composer is told of the webinar's log
        progress.json     Progress, by the composer
        film.json         FilmMade, by the composer
        film.mp4|webm     the film, until the store has it
        shares.json       share links, hashed
        published.json    who may see it, once a host has said
        told              there once webhooks have been told what became of it
        cancelled         there if a host wants it no more
        stored            there once the store has the film

`shelf.py` reads and writes these, `jobs.py` runs the composer, `store.py` says what a place for films must do.
"""
