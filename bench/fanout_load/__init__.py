"""What `bench/fanout.py` loads a server with, in the order in which a run uses it.

frames.py     when packets of which size leave a publisher: recorded from Chromium (frames.csv by record.py), or even
peers.py      publishers and viewers through WHIP and WHEP, ICE and DTLS; then they belong to the loop
traffic.pyx   the loop: sends, receives, checks, reports for all peers in one thread without the GIL
floor.pyx     what nothing can undercut: protect and send, paced alike; floors.py runs it on the server's core
sessions.py   viewers of a stage with many on it, who have a WebSocket too
scene.py      one server with N viewers: joining, resting, and each kind of media
"""
