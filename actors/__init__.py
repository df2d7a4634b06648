"""The people and their webinars. Knows no JSON, no HTTP, no RTP, no clock but the one passed in.

The actor tree, each with a mailbox of its own (`/ops/actors` shows it live):

    directory                            directory.py       opens webinars, forgets ended ones
    └── webinar:<id>                     webinar/actor.py   puts commands in order; the one writer of the webinar's log
        ├── …/router:main                router.py          who publishes, who sits in which seat
        └── …/participant:<id>           participant.py     one person: sockets, rate, presence

A command is decided (`webinar/decide.py`) and applied (`webinar/apply.py`) at once, in mailbox order; its answer, and
what others see of it, wait until the journal says that it is durable; what is taken away ends at once. Who may do what
is one table: `webinar/rights.py`. How an actor runs is `runtime.py`'s business and nobody else's.
"""
