"""The house and its doors: lock, settings, shared links and personal invites."""

from attrs import asdict, evolve

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.lobby import waits
from actors.webinar.state import PersonalInvite, Settings, State
from actors.webinar.text import LABEL_MAX, cleaned
from actors.words import Role

INVITES_MAX = 10_000
TOO_MANY_INVITES = Refusal("too_many_invites", f"A webinar has at most {INVITES_MAX} personal invites.")
SLOW_MODE_S = range(3601)
BAD_SLOW_MODE = Refusal("bad_slow_mode", f"Slow mode is {SLOW_MODE_S[0]} to {SLOW_MODE_S[-1]} seconds.")
BAD_LABEL = Refusal("bad_label", f"A label has at most {LABEL_MAX} visible characters.")
NO_SHARED_LINK = Refusal("no_such_link", "Only presenters and attendees have a shared link.")


def lock(state: State, _: c.Lock, __: Context) -> Decision:
    return [] if state.locked else [f.WebinarLocked()]


def unlock(state: State, _: c.Unlock, __: Context) -> Decision:
    return [f.WebinarUnlocked()] if state.locked else []


def change_settings(state: State, command: c.ChangeSettings, _: Context) -> Decision:
    """Turning the waiting room off lets in whom it held."""
    wished = {name: value for name, value in asdict(command).items() if value is not None}
    if command.slow_mode_s is not None and command.slow_mode_s not in SLOW_MODE_S:
        return BAD_SLOW_MODE
    settings = evolve(state.settings, **wished)
    if settings == state.settings:
        return []
    opened = state.waiting and not waits(state, settings, Role.ATTENDEE)
    return [settings_changed(settings), *([f.EveryoneAdmitted()] if opened else [])]


def rotate_links(state: State, command: c.RotateLinks, _: Context) -> Decision:
    """Every earlier link of the role is dead; for the audience, coming without any link is over too."""
    if command.role not in state.epochs:
        return NO_SHARED_LINK
    rotated = f.LinksRotated(command.role, state.epochs[command.role] + 1)
    if command.role is not Role.ATTENDEE or state.settings.invite_required:
        return [rotated]
    return [rotated, settings_changed(evolve(state.settings, invite_required=True))]


def issue_invite(state: State, command: c.IssueInvite, ctx: Context) -> Decision:
    label = cleaned(command.label, LABEL_MAX) if command.label else ""
    if label is None:
        return BAD_LABEL
    if len(state.invites) >= INVITES_MAX:
        return TOO_MANY_INVITES
    return [f.InviteIssued(ctx.new_id(), command.role, label)]


def settings_changed(settings: Settings) -> f.SettingsChanged:
    return f.SettingsChanged(**asdict(settings))


def locked(state: State, _: f.WebinarLocked) -> None:
    state.locked = True


def unlocked(state: State, _: f.WebinarUnlocked) -> None:
    state.locked = False


def new_settings(state: State, fact: f.SettingsChanged) -> None:
    state.settings = Settings(**asdict(fact))


def rotated(state: State, fact: f.LinksRotated) -> None:
    state.epochs[fact.role] = fact.epoch


def invite_issued(state: State, fact: f.InviteIssued) -> None:
    state.invites[fact.invite] = PersonalInvite(fact.role, fact.label)
