"""The people and their webinars. Knows no JSON, no HTTP, no RTP, no clock but the one passed in.

The actor tree, each with a mailbox of its own (`/ops/actors` shows it live):

    directory                            directory.py       opens webinars, forgets ended ones
    └── webinar:<id>                     webinar/actor.py   puts commands in order; the one writer of the webinar's log
        ├── …/router:main                router.py          who publishes, who sits in which seat
        └── …/participant:<id>           participant.py     one person: sockets, rate, presence

A command is decided (`webinar/decide.py`) and applied (`webinar/apply.py`) at once, in mailbox order; its answer, and
what others see of it, wait until the journal says that it is durable; what is taken away ends at once. Who may do what
is one table: `webinar/rights.py`. How an actor runs is `runtime.py`'s business and nobody else's.

When the journal fails (`webinar/book.py`), each webinar goes back to what is durable, once, and then spares the disk:
one append is tried at once, afterwards one a second; every other command is answered `try_again` and costs neither an
append nor a rebuilt state. What hosts take away, and what people turn off themselves, is in force all the same and is
noted as soon as something can be; media goes on. The first append that succeeds makes all well: a second after the disk
is back at the latest. A journal that is slow, not broken, is given so much to do (`webinar/ledger.py`); then: `busy`.
"""
