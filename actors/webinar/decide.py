"""What a command comes to: facts, or a refusal. Never changes state, reads no clock, rolls no die.

The rights table is asked first, then the command's own function, which may take for granted what the table has checked.
"""

from collections.abc import Callable
from typing import Any

from actors.webinar import commands as c
from actors.webinar import house, lifecycle, lobby, moderation, stage
from actors.webinar.decision import Context, Decision
from actors.webinar.rights import ENDED, check
from actors.webinar.state import State
from actors.words import Status

# fmt: off
SPOKEN: dict[type[c.SPOKEN], Callable[[State, Any, Context], Decision]] = {  # each takes the class it stands beside
    c.Start:              lifecycle.start,
    c.End:                lifecycle.end,
    c.Leave:              lifecycle.leave,
    c.Admit:              lobby.admit,
    c.AdmitAll:           lobby.admit_all,
    c.Deny:               lobby.deny,
    c.DenyAll:            lobby.deny_all,
    c.Invite:             stage.invite,
    c.WithdrawInvitation: stage.withdraw,
    c.AcceptInvitation:   stage.accept,
    c.DeclineInvitation:  stage.decline,
    c.Demote:             stage.demote,
    c.TurnOn:             stage.turn_on,
    c.TurnOff:            stage.turn_off,
    c.Mute:               moderation.stop_one,
    c.MuteAll:            moderation.mute_all,
    c.StopVideo:          moderation.stop_one,
    c.StopShare:          moderation.stop_one,
    c.Allow:              moderation.allow,
    c.AskToUnmute:        moderation.ask_to_unmute,
    c.Kick:               moderation.kick,
    c.Ban:                moderation.ban,
    c.Unban:              moderation.unban,
    c.Lock:               house.lock,
    c.Unlock:             house.unlock,
    c.ChangeSettings:     house.change_settings,
    c.RotateLinks:        house.rotate_links,
    c.IssueInvite:        house.issue_invite,
}
INNER: dict[type[c.INNER], Callable[[State, Any, Context], Decision]] = {
    c.Join:               lobby.join,
    c.Connected:          lifecycle.connect,
    c.Disconnected:       lifecycle.disconnect,
    c.Absent:             lifecycle.absent,
    c.Expire:             lifecycle.expire,
}
# fmt: on


def decide(state: State, command: c.Command, ctx: Context) -> Decision:
    if isinstance(command, c.INNER):
        return ENDED if state.status is Status.ENDED else INNER[type(command)](state, command, ctx)
    refused = check(state, ctx.by, command)
    return refused if refused is not None else SPOKEN[type(command)](state, command, ctx)
