"""Chat: who may write to whom, how often; deleting, blocking."""

import pytest

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.chat import KEPT, TEXT_MAX, is_seen_by
from actors.words import ChatTo, Role, Who
from tests.actors.webinar.town import Town

H, C, P, A = Role.HOST, Role.CO_HOST, Role.PRESENTER, Role.ATTENDEE


def direct(recipient: str | None, text: str = "Psst") -> c.SendMessage:
    return c.SendMessage(text, ChatTo.DIRECT, recipient)


def sent(town: Town, by: str, command: c.SendMessage) -> f.MessageSent:
    (fact,) = town.do(by, command)
    assert isinstance(fact, f.MessageSent)
    return fact


def somebody(town: Town, role: Role) -> str:
    return town.host if role is H else town.inside(role)


def test_a_message_is_kept_with_its_lines_and_without_what_cannot_be_seen() -> None:
    town = Town()
    fact = sent(town, town.inside(), c.SendMessage("  Hello,\n\n\n\n all \u202e\tof you  \n"))
    assert fact.text == "Hello,\n\nall of you"
    kept = town.state.interaction.messages[fact.message]
    assert (kept.text, kept.to, kept.recipient) == (fact.text, ChatTo.EVERYONE, None)


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * (TEXT_MAX + 1)])
def test_an_empty_or_endless_message_is_refused(text: str) -> None:
    town = Town()
    assert town.refusal(town.inside(), c.SendMessage(text)) == "bad_message"


@pytest.mark.parametrize(("chat", "may"), [(Who.EVERYONE, {H, C, P, A}), (Who.STAGE, {H, C, P}), (Who.HOSTS, {H, C})])
@pytest.mark.parametrize("to", [ChatTo.EVERYONE, ChatTo.STAGE])
def test_the_setting_says_who_may_write(chat: Who, may: set[Role], to: ChatTo) -> None:
    town = Town(chat=chat)
    wrote = {role for role in Role if not isinstance(town.ask(somebody(town, role), c.SendMessage("Hi", to)), Refusal)}
    assert wrote == may


@pytest.mark.parametrize("direct_for", Who)
def test_a_direct_message_needs_the_setting_or_a_host_at_one_end(direct_for: Who) -> None:
    for author in Role:
        for recipient in Role:
            town = Town(direct=direct_for, chat=Who.HOSTS)
            by, to = somebody(town, author), town.inside(C) if recipient is H is author else somebody(town, recipient)
            covered = {Who.HOSTS: {H, C}, Who.STAGE: {H, C, P}, Who.EVERYONE: {H, C, P, A}}[direct_for]
            may = author in covered or author in {H, C} or recipient in {H, C}
            assert isinstance(town.ask(by, direct(to)), list) is may, (author, recipient)


def test_a_direct_message_and_no_other_has_one_other_person_for_whom_it_is() -> None:
    town = Town()
    ann = town.inside()
    assert town.refusal("host", direct(None)) == town.refusal("host", direct("host")) == "bad_recipient"
    for to in (ChatTo.EVERYONE, ChatTo.STAGE):
        assert town.refusal("host", c.SendMessage("Hi", to, ann)) == "bad_recipient"


def test_nobody_writes_to_who_is_not_inside() -> None:
    town = Town()
    waiting, gone = town.join(), town.inside()
    town.do(gone, c.Leave())
    assert town.refusal("host", direct(waiting)) == town.refusal("host", direct(gone)) == "not_inside"
    assert town.refusal("host", direct("nobody")) == "no_such_participant"


def test_who_may_not_write_to_one_person_learns_nothing_about_whom_they_name() -> None:
    town = Town(direct=Who.HOSTS)
    ann, bob = town.inside(), town.inside()
    assert town.refusal(ann, direct(bob)) == town.refusal(ann, direct("nobody")) == "not_allowed"


def test_in_slow_mode_the_audience_waits_between_messages_and_hears_for_how_long() -> None:
    town = Town(slow_mode_s=30)
    ann, bob = town.inside(), town.inside()
    town.do(ann, c.SendMessage("One"))
    town.do(bob, c.SendMessage("Mine"))
    refused = town.ask(ann, c.SendMessage("Two"))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.retry_after_ms) == ("slow_mode", 28_000)
    town.wait(27)
    assert town.refusal(ann, direct("host")) == "slow_mode"
    town.wait(1)
    town.do(ann, c.SendMessage("Two"))


@pytest.mark.parametrize("role", [H, C, P])
def test_who_is_on_stage_does_not_wait(role: Role) -> None:
    town = Town(slow_mode_s=3600)
    by = somebody(town, role)
    for _ in range(2):
        town.do(by, c.SendMessage("Hi"))


def test_a_refused_message_does_not_begin_the_wait_anew() -> None:
    town = Town(slow_mode_s=30)
    ann = town.inside()
    assert town.refusal(ann, c.SendMessage("")) == "bad_message"
    town.do(ann, c.SendMessage("One"))
    town.wait(20)
    assert town.refusal(ann, c.SendMessage("Two")) == "slow_mode"
    town.wait(10)
    town.do(ann, c.SendMessage("Two"))


def test_a_clock_that_was_turned_back_holds_nobody_up() -> None:
    town = Town(slow_mode_s=30)
    ann = town.inside()
    town.wait(3600)
    town.do(ann, c.SendMessage("One"))
    town.wait(-7200)
    town.do(ann, c.SendMessage("Two"))


def test_who_is_blocked_writes_to_nobody_until_allowed_and_blocking_twice_says_nothing() -> None:
    town = Town()
    ann = town.inside()
    assert town.do("host", c.BlockChat(ann)) == [f.ChatBlocked(ann)]
    assert town.do("host", c.BlockChat(ann)) == []
    assert town.refusal(ann, c.SendMessage("Hi")) == town.refusal(ann, direct("host")) == "chat_blocked"
    assert town.do("host", c.AllowChat(ann)) == [f.ChatAllowed(ann)]
    assert town.do("host", c.AllowChat(ann)) == []
    town.do(ann, c.SendMessage("Hi"))


def test_a_block_outlives_leaving_and_coming_back() -> None:
    town = Town()
    ann = town.inside()
    town.do(ann, c.Leave())
    town.do("host", c.BlockChat(ann))
    town.do(None, c.Join("", returning=ann))
    assert town.refusal(ann, c.SendMessage("Hi")) == "chat_blocked"


def test_people_delete_their_own_messages_and_hosts_anybodys() -> None:
    town = Town()
    ann, bob = town.inside(), town.inside(P)
    mine, other = (sent(town, ann, c.SendMessage("Hi")).message for _ in range(2))
    assert town.refusal(bob, c.DeleteMessage(mine)) == "not_allowed"
    assert town.do(ann, c.DeleteMessage(mine)) == [f.MessageDeleted(mine, ann)]
    assert town.do("host", c.DeleteMessage(other)) == [f.MessageDeleted(other, "host")]
    assert town.state.interaction.messages == {}
    assert town.refusal(ann, c.DeleteMessage(mine)) == "no_such_message"


def test_what_others_wrote_to_each_other_is_not_there_for_a_host_to_delete() -> None:
    town = Town(direct=Who.EVERYONE)
    ann, bob = town.inside(), town.inside()
    message = sent(town, ann, direct(bob)).message
    assert town.refusal("host", c.DeleteMessage(message)) == "no_such_message"
    assert town.refusal(bob, c.DeleteMessage(message)) == "not_allowed"
    town.do(ann, c.DeleteMessage(message))


def test_a_message_is_seen_by_its_author_and_those_it_is_for() -> None:
    town = Town(direct=Who.EVERYONE)
    ann, bob, eve, pam = town.inside(), town.inside(), town.inside(), town.inside(P)
    commands = (c.SendMessage("Hi"), c.SendMessage("Hi", ChatTo.STAGE), direct(bob))
    seen = [
        {p for p in ("host", ann, bob, eve, pam) if is_seen_by(town.state.interaction.messages[m], town.person(p))}
        for m in [sent(town, ann, command).message for command in commands]
    ]
    assert seen == [{"host", ann, bob, eve, pam}, {"host", pam, ann}, {ann, bob}]


def test_the_last_messages_are_kept_and_the_log_has_all() -> None:
    town = Town()
    sent_ones = [sent(town, "host", c.SendMessage(f"No. {n}")).message for n in range(KEPT + 2)]
    assert list(town.state.interaction.messages) == sent_ones[2:]
    assert town.refusal("host", c.DeleteMessage(sent_ones[0])) == "no_such_message"
    assert sum(isinstance(stored.fact, f.MessageSent) for stored in town.log) == KEPT + 2
