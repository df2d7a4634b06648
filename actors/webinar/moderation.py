"""What hosts do to others: mute and stop, soft or hard; allow again; ask to unmute; kick, ban, unban.

The server mutes and never unmutes: nothing here turns a source on.
"""

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.lifecycle import going
from actors.webinar.state import Person, State, move
from actors.words import HOSTS, STAGE, ParticipantId, Place, Source

BANS_MAX = 10_000
TOO_MANY_BANS = Refusal("too_many_bans", f"A webinar remembers {BANS_MAX} bans; lift some, or lock it.")

Stop = c.Mute | c.MuteAll | c.StopVideo | c.StopShare
STOPS: dict[type[Stop], tuple[Source, ...]] = {
    c.Mute: (Source.MICROPHONE,),
    c.MuteAll: (Source.MICROPHONE,),
    c.StopVideo: (Source.CAMERA,),
    c.StopShare: (Source.SCREEN, Source.SCREEN_AUDIO),
}


def stop_one(state: State, command: c.Mute | c.StopVideo | c.StopShare, ctx: Context) -> Decision:
    return stopped(state.people[command.participant], STOPS[type(command)], command.hard, ctx.by or "")


def mute_all(state: State, command: c.MuteAll, ctx: Context) -> Decision:
    """Hosts and co-hosts keep their voice."""
    people = [state.people[p] for p in state.stage if state.people[p].role not in HOSTS]
    return [fact for person in people for fact in stopped(person, STOPS[c.MuteAll], command.hard, ctx.by or "")]


def stopped(person: Person, sources: tuple[Source, ...], hard: bool, by: ParticipantId) -> list[Fact]:
    off: list[Fact] = [f.SourceTurnedOff(person.id, source, by) for source in sources if source in person.on]
    blocked = [f.SourceBlocked(person.id, source) for source in sources if hard and source not in person.blocked]
    return [*off, *blocked]


def allow(state: State, command: c.Allow, _: Context) -> Decision:
    blocked = command.source in state.people[command.participant].blocked
    return [f.SourceAllowed(command.participant, command.source)] if blocked else []


def ask_to_unmute(state: State, command: c.AskToUnmute, ctx: Context) -> Decision:
    person = state.people[command.participant]
    if person.role not in STAGE:
        return Refusal("not_on_stage", "This person is in the audience; invite them to the stage first.")
    return [] if Source.MICROPHONE in person.on else [f.UnmuteRequested(person.id, ctx.by or "")]


def kick(state: State, command: c.Kick, ctx: Context) -> Decision:
    return going(state.people[command.participant], "removed", ctx.by or "")


def ban(state: State, command: c.Ban, ctx: Context) -> Decision:
    if len(state.banned) >= BANS_MAX:
        return TOO_MANY_BANS
    return going(state.people[command.participant], "banned", ctx.by or "")


def unban(_: State, command: c.Unban, __: Context) -> Decision:
    return [f.ParticipantUnbanned(command.participant)]


def source_blocked(state: State, fact: f.SourceBlocked) -> None:
    person = state.people[fact.participant]
    person.blocked |= {fact.source}


def source_allowed(state: State, fact: f.SourceAllowed) -> None:
    person = state.people[fact.participant]
    person.blocked -= {fact.source}


def unbanned(state: State, fact: f.ParticipantUnbanned) -> None:
    """The old token stays closed; the door is open to join anew."""
    person = state.people[fact.participant]
    if person.invite is not None:
        state.banned_invites.pop(person.invite, None)
    move(state, person, Place.REMOVED)
