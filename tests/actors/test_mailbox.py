import pytest
import trio
from trio.testing import wait_all_tasks_blocked

from actors.errors import ActorDead, ActorUnavailable, MailboxFull
from actors.mailbox import STOP, Letter, Mailbox


def letter(message: object) -> Letter:
    return (message, None, 0.0)


def messages(mailbox: Mailbox) -> list[object]:
    return [message for message, _, _ in mailbox.letters]


def test_a_full_mailbox_refuses_counts_it_and_keeps_what_it_has() -> None:
    mailbox = Mailbox("webinar:a", 2)
    mailbox.put(letter(1))
    mailbox.put(letter(2))
    with pytest.raises(MailboxFull, match="webinar:a has 2 messages waiting") as refusal:
        mailbox.put(letter(3))
    assert refusal.value.code == "busy"
    assert messages(mailbox) == [1, 2]
    assert mailbox.refused == 1


def test_a_letter_counts_until_it_is_done_with() -> None:
    mailbox = Mailbox("a", 1)
    mailbox.put(letter(1))
    assert mailbox.letters[0][0] == 1
    with pytest.raises(MailboxFull):
        mailbox.put(letter(2))
    mailbox.done_with_first()
    mailbox.put(letter(2))


def test_stop_fits_into_a_full_mailbox_once_and_is_the_last_letter() -> None:
    mailbox = Mailbox("a", 1)
    mailbox.put(letter(1))
    mailbox.put_stop(0.0)
    mailbox.put_stop(0.0)
    assert messages(mailbox) == [1, STOP]
    assert not mailbox.is_open()
    with pytest.raises(ActorDead, match="a has stopped"):
        mailbox.put(letter(2))
    assert mailbox.refused == 0


def test_a_shut_mailbox_says_why() -> None:
    mailbox = Mailbox("a", 1)
    mailbox.shut(ActorUnavailable)
    with pytest.raises(ActorUnavailable):
        mailbox.put(letter(1))


async def test_a_patient_sender_waits_for_room(nursery: trio.Nursery) -> None:
    mailbox = Mailbox("a", 1)
    mailbox.put(letter(1))
    for number in (2, 3):
        nursery.start_soon(mailbox.put_when_free, letter(number))
        await wait_all_tasks_blocked()
    assert messages(mailbox) == [1]
    mailbox.done_with_first()
    await wait_all_tasks_blocked()
    assert messages(mailbox) == [2]
    mailbox.done_with_first()
    await wait_all_tasks_blocked()
    assert messages(mailbox) == [3]


async def test_a_patient_sender_hears_that_the_actor_has_stopped(nursery: trio.Nursery) -> None:
    mailbox = Mailbox("a", 1)
    mailbox.put(letter(1))

    async def send() -> None:
        with pytest.raises(ActorDead):
            await mailbox.put_when_free(letter(2))

    nursery.start_soon(send)
    await wait_all_tasks_blocked()
    mailbox.shut(ActorDead)
    await wait_all_tasks_blocked()
    assert not nursery.child_tasks
    assert messages(mailbox) == [1]


async def test_a_patient_sender_who_is_cancelled_sends_nothing(nursery: trio.Nursery) -> None:
    mailbox = Mailbox("a", 1)
    mailbox.put(letter(1))
    with trio.move_on_after(0) as impatient:
        await mailbox.put_when_free(letter(2))
    assert impatient.cancelled_caught
    mailbox.done_with_first()
    assert messages(mailbox) == []


async def test_the_reader_wakes_for_a_letter_and_for_the_stop(nursery: trio.Nursery) -> None:
    mailbox = Mailbox("a", 1)
    woken: list[int] = []

    async def read() -> None:
        await mailbox.wait()
        woken.append(len(mailbox.letters))
        mailbox.done_with_first()
        await mailbox.wait()
        woken.append(len(mailbox.letters))

    nursery.start_soon(read)
    await wait_all_tasks_blocked()
    assert woken == []
    mailbox.put(letter(1))
    await wait_all_tasks_blocked()
    assert woken == [1]
    mailbox.put_stop(0.0)
    await wait_all_tasks_blocked()
    assert woken == [1, 1]


async def test_a_cancelled_reader_is_not_woken_again() -> None:
    mailbox = Mailbox("a", 1)
    with trio.move_on_after(0):
        await mailbox.wait()
    mailbox.put(letter(1))
    assert messages(mailbox) == [1]


def test_emptying_takes_all_letters_out() -> None:
    mailbox = Mailbox("a", 2)
    mailbox.put(letter(1))
    assert mailbox.empty() == [letter(1)]
    assert messages(mailbox) == []
