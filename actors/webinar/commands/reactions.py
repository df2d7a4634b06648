"""A passing sign that somebody is there. It changes nothing, and is in no log."""

from attrs import frozen

from actors.words import Reaction


@frozen
class React:
    kind: Reaction
