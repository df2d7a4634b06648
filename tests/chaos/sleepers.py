"""Pages in a process of their own, which can be stopped as a laptop is closed: their sockets stay open, nobody answers.

    python -m tests.chaos.sleepers HOST PORT < people.json

Says "in" once all are in; when its standard input ends it says as JSON what they saw, and ends.
"""

import json
import sys
from random import Random

import click
import trio

from tests.chaos.history import History
from tests.chaos.page import Door, Page, Person
from tests.chaos.waiting import came_true

IN_WITHIN_S = 10


async def main(host: str, port: str) -> None:
    people = [Person(**person) for person in json.loads(sys.stdin.readline())]
    history = History()
    pages = [Page(Door(host, int(port)), person, history, Random(person.id)) for person in people]
    async with trio.open_nursery() as nursery:
        for page in pages:
            nursery.start_soon(page.serve)
        if await came_true(lambda: all(page.is_in for page in pages), IN_WITHIN_S):
            click.echo("in")
        await trio.to_thread.run_sync(sys.stdin.read)
        nursery.cancel_scope.cancel()
    click.echo(json.dumps({"entries": [page.entries for page in pages], "faults": history.faults}))


if __name__ == "__main__":
    trio.run(main, *sys.argv[1:])
