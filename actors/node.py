"""What every actor of one node is given: the world outside, behind its Protocols, and how much of everything."""

from attrs import field, frozen

from actors.alarms import Alarms
from actors.news import Herald, Silent
from actors.ports import Ids, Journal, Media, WallClock
from config.settings import LimitsSettings


@frozen(kw_only=True)
class Node:
    journal: Journal
    media: Media
    clock: WallClock
    ids: Ids
    alarms: Alarms
    limits: LimitsSettings
    herald: Herald = field(factory=Silent)
