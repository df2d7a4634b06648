"""Recording: what arrives is written as it is, track by track, and made a film later (media/film).

    <data_dir>/recordings/<recording>/
        recording.json               Manifest
        tracks/<track>/<n>.mkv       one segment: the track's frames as they were sent, nothing decoded
        tracks/<track>/<n>.json      Segment: whose it is, RTP time against wall time, gaps, levels
        films/<film>/...             what was made of it

A segment's two files are complete once its .json is there: it is written last and renamed into its place.
"""
