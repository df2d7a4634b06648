"""Every operation of the HTTP API: one row each, and those of commands by the rule that the commands' paths follow.

The file is long because it is one table.
"""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from actors.webinar import commands as c
from actors.webinar import results
from actors.webinar.state import Settings
from web.api import ROOT
from web.bodies import Create, Enter
from web.commands_api import KINDS, path_of
from web.openapi import shapes as s
from web.ops import NewCreator
from web.recordings import shapes as r
from web.registrations_api import Desk
from web.topics import captions, chat, hands, polls, questions, recording, rooms

JSON, SDP, JSON_LINES, TEXT, VTT = "application/json", "application/sdp", "application/jsonl", "text/plain", "text/vtt"


@frozen
class Operation:
    """`answer`: its class, or the media type of what is no JSON; None: no body. `who`: whose token it takes."""

    method: str
    path: str
    summary: str
    answer: type | str | None
    body: type | str | None = None
    status: int = 200
    who: str = "person"
    query: tuple[str, ...] = ()


ONE: Final = f"{ROOT}/{{webinar}}"
QUESTION, POLL = f"{ONE}/questions/{{question}}", f"{ONE}/polls/{{poll}}"
PERSON = "participants/{participant}/personal"
DESK = f"{ONE}/registrations"
RECORDING = f"{ONE}/recordings/{{recording}}"
FILM, SHOWN = f"{RECORDING}/films/{{film}}", "/api/films/{recording}/{film}"

# fmt: off
FIXED: tuple[Operation, ...] = (
    Operation("POST",   ROOT, "Create a webinar (E1)", s.WebinarMade, Create, 201, who="creator"),
    Operation("GET",    ONE, "Look at a webinar (E2)", s.WebinarInfo, who="visitor"),
    Operation("POST",   f"{ONE}/join", "Come in, or wait (E3)", s.Admission, Enter, who="anybody"),
    Operation("GET",    f"{ONE}/participants", "Who is here", s.People),
    Operation("GET",    f"{ONE}/links", "The shared links", s.SharedLinks),
    Operation("GET",    f"{ONE}/record", "The signed record", JSON_LINES),
    Operation("GET",    "/api/proof-key", "The key records are signed with", s.Key, who="anybody"),
    Operation("DELETE", f"{ONE}/{PERSON}", "Forget a person", s.Forgotten),
    Operation("GET",    f"{ONE}/exports/{{name}}", "A table to take home", TEXT),
    Operation("POST",   f"{ONE}/promote", "Invite to the stage (E7)", s.Promoted, c.Invite),
    Operation("PATCH",  f"{ONE}/settings", "Change what is allowed", s.Noted, c.ChangeSettings),
    Operation("GET",    f"{ONE}/settings", "What is allowed", Settings),

    Operation("GET",    f"{ONE}/questions", "Questions, most votes first (E9)", s.Questions, query=("sort",)),
    Operation("POST",   f"{ONE}/questions", "Ask (E10)", s.QuestionOrId, questions.Ask, 201),
    Operation("PATCH",  QUESTION, "Edit one's own", s.QuestionOrId, questions.Edit),
    Operation("DELETE", QUESTION, "Withdraw one's own", s.Withdrawn),
    Operation("POST",   f"{QUESTION}/upvote", "Vote for a question (E11)", s.Upvoted),
    Operation("DELETE", f"{QUESTION}/upvote", "Take the vote back", s.Upvoted),
    Operation("POST",   f"{QUESTION}/answer", "Answer, by text or live", s.QuestionOrId, questions.AnswerText),
    Operation("POST",   f"{QUESTION}/assign", "Give it to somebody on stage", s.QuestionOrId, questions.AssignTo),
    *(Operation("POST", f"{QUESTION}/{verb}", verb.capitalize(), s.QuestionOrId) for verb in questions.PLAIN),

    Operation("GET",    f"{ONE}/polls", "Polls", s.PollList),
    Operation("POST",   f"{ONE}/polls", "Make a poll, open at once unless a draft (E12)",
              polls.PollOut, polls.MakePoll, 201),
    Operation("GET",    POLL, "One poll, with results as far as they are shown", polls.PollOut),
    Operation("DELETE", POLL, "Delete a poll that is not open", s.Deleted),
    Operation("POST",   f"{POLL}/vote", "Vote (E13)", polls.VotedOut, polls.Ballot),
    Operation("POST",   f"{POLL}/open", "Begin a round", polls.PollOut, polls.OpenFor),
    Operation("POST",   f"{POLL}/close", "End the round", polls.PollOut),
    Operation("POST",   f"{POLL}/reveal", "Show the results", polls.PollOut),

    Operation("POST",   f"{ONE}/hand-raise", "Raise or lower one's hand (E14)", hands.QueueOut, hands.Hand),
    Operation("GET",    f"{ONE}/hands", "The queue of hands", hands.QueueOut),
    Operation("POST",   f"{ONE}/breakout-rooms", "Open breakout rooms (E15)", rooms.RoomsOut, c.OpenRooms, 201),
    Operation("GET",    f"{ONE}/breakout-rooms", "The breakout rooms", rooms.RoomsOut),
    Operation("DELETE", f"{ONE}/breakout-rooms", "Close them (E16)", s.Closed),
    Operation("POST",   f"{ONE}/chat", "Say something (E17)", s.MessageSent, chat.Write, 201),
    Operation("GET",    f"{ONE}/chat", "Read what was said (E18)", s.Messages, query=("before", "limit")),
    Operation("DELETE", f"{ONE}/chat/{{message}}", "Delete a message", s.Deleted),
    Operation("POST",   f"{ONE}/captions", "Write what was said, as JSON or WebVTT",
              captions.CaptionsSaid, c.SayCaption, 201, query=("language",)),
    Operation("GET",    f"{ONE}/captions.vtt", "The captions so far", VTT, query=("language",)),
    Operation("GET",    f"{ONE}/captions/languages", "In what languages there are captions", captions.LanguagesOut),
    Operation("POST",   f"{ONE}/recording/start", "Record, or go on recording (E19)",
              recording.RecordingOut, recording.Where),
    Operation("POST",   f"{ONE}/recording/pause", "Pause the recording", recording.RecordingOut, recording.Where),
    Operation("POST",   f"{ONE}/recording/stop", "End the recording (E20)", recording.RecordingOut, recording.Where),

    Operation("GET",    f"{ONE}/recordings", "Recordings and their films", r.RecordingsOut),
    Operation("DELETE", RECORDING, "Delete a recording and its films", r.Gone),
    Operation("GET",    f"{RECORDING}/people", "Who is in a recording", r.RecordedPeople),
    Operation("POST",   f"{RECORDING}/films", "Order a film", r.FilmOut, r.OrderFilm, 201),
    Operation("GET",    FILM, "How far a film is", r.FilmOut),
    Operation("DELETE", FILM, "Delete a film", r.Gone),
    Operation("POST",   f"{FILM}/cancel", "Make it no further", r.FilmOut),
    Operation("PUT",    f"{FILM}/viewers", "Say who may see a film", r.FilmOut, r.Publish),
    Operation("GET",    f"{ONE}/films", "Films that the asker may see", r.SeenFilms, who="visitor"),
    Operation("GET",    f"{FILM}/links", "Share links that are good", r.SharesOut),
    Operation("POST",   f"{FILM}/links", "Make a share link", r.ShareOut, r.MakeLink, 201),
    Operation("DELETE", f"{FILM}/links/{{link}}", "Revoke a share link", r.Gone),
    Operation("POST",   f"{SHOWN}/pass", "A cookie that opens the film", r.PassGiven, r.ShowPass, who="anybody"),
    Operation("GET",    SHOWN, "What was said beside the film, in its time", r.PlaybackOut, who="viewer"),
    Operation("GET",    f"{SHOWN}/media", "The film, or ranges of it", "video/mp4", who="viewer", query=("download",)),
    Operation("GET",    f"{SHOWN}/captions.vtt", "Its captions", VTT, who="viewer", query=("language",)),

    Operation("POST",   DESK, "Register", s.RegistrationMade, Desk, 201, who="anybody"),
    Operation("GET",    DESK, "Everybody who registered", s.RegistrationList),
    Operation("GET",    f"{DESK}/form", "What one can register for", s.RegistrationForm, who="anybody"),
    Operation("GET",    f"{DESK}/mine", "What became of it", s.MyRegistration, who="registrant"),
    Operation("DELETE", f"{DESK}/mine", "Withdraw it", s.RegistrationGone, who="registrant"),
    Operation("GET",    f"{ONE}/calendar.ics", "A calendar entry", "text/calendar", who="visitor"),

    Operation("POST",   f"{ONE}/whip", "Publish (RFC 9725)", SDP, SDP, 201),
    Operation("DELETE", f"{ONE}/whip/{{resource}}", "Stop publishing", None),
    Operation("POST",   f"{ONE}/whep", "Watch", SDP, SDP, 201),
    Operation("DELETE", f"{ONE}/whep/{{resource}}", "Stop watching", None),

    Operation("GET",    "/health", "Alive (E21)", s.Health, who="anybody"),
    Operation("GET",    "/ready", "Ready for people", s.Health, who="anybody"),
    Operation("GET",    "/metrics", "Prometheus", TEXT, who="anybody"),
    Operation("GET",    "/openapi.json", "This document", JSON, who="anybody"),
    Operation("GET",    "/protocol.json", "The WebSocket's messages", JSON, who="anybody"),
    Operation("GET",    "/ops/actors", "The tree of actors", s.Actors, who="operator", query=("under",)),
    Operation("POST",   "/ops/creators", "Make a creator's token", s.CreatorMade, NewCreator, 201, who="operator"),
    Operation("DELETE", f"/ops/webinars/{{webinar}}/{PERSON}", "Forget a person", s.Forgotten, who="operator"),
    Operation("GET",    "/ops/webinars/{webinar}/bundle", "An incident, to replay", JSON_LINES, who="operator"),
)
# fmt: on

SHAPED: dict[type, type] = {  # the other commands answer `Noted`, with their result's fields
    c.Start: s.WebinarInfo,
    c.End: s.WebinarInfo,
    c.Leave: s.Left,
    c.Invite: s.Promoted,
    c.Demote: s.Demoted,
    c.IssueInvite: s.InviteMade,
    c.RotateLinks: s.InviteMade,
}
RESULTS: dict[type, type] = {
    c.CreatePoll: results.Created,
    c.AskQuestion: results.Asked,
    c.SendMessage: results.Sent,
    c.SayCaption: results.Captioned,
    c.Vote: results.Voted,
    c.StartRecording: results.Recorded,
    c.PauseRecording: results.Recorded,
}


def operations() -> Iterator[Operation]:
    yield from FIXED
    for kind in KINDS:
        summary = f"The command {path_of(kind).replace('-', ' ')}"
        yield Operation("POST", f"{ONE}/{path_of(kind)}", summary, SHAPED.get(kind, s.Noted), kind)
