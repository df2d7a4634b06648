"""One page's session over a WebSocket: socket.js, against a socket and a clock of the test's own.

The file is long because all of a session's rules play in the one scene below.
"""

from collections.abc import Callable
from typing import Any

import pytest

Play = Callable[[str], Any]

# `sockets`: every socket opened, with what was `sent`. `later`: timers not yet run. `heard`, `links`, `servers`: what
# is told. The page is on stage, so that a pause is half of 1000 ms.
SCENE = """async ({ Session }) => {
    const real = { WebSocket, setTimeout, clearTimeout, now: Date.now };
    const sockets = [], later = new Map(), heard = [], links = [], servers = [];
    let now = 1000, number = 0, lastSeq = null, crowd = { onStage: true, inside: 2 };
    let asked = 0, serving = true;
    globalThis.WebSocket = class {
        constructor(url) { Object.assign(this, { url, sent: [], closed: false }); sockets.push(this); }
        send(text) { this.sent.push(JSON.parse(text)); }
        close() { this.closed = true; }
        open() { this.onopen(); }
        say(message) { this.onmessage({ data: JSON.stringify(message) }); }
        welcome(result) {
            this.open();
            this.say({ answer: this.sent[0].id, ok: true, seq: 1, result: { resume: "r1", server: "s1", ...result } });
        }
        refuse(code, retry_after_ms = null) {
            this.open();
            this.say({ answer: this.sent[0].id, ok: false, error: { code, message: "", retry_after_ms } });
        }
        answer(index, rest) { this.say({ answer: this.sent[index].id, ok: true, seq: 5, result: null, ...rest }); }
    };
    globalThis.setTimeout = (run, ms) => { later.set(++number, { run, at: now + ms }); return number; };
    globalThis.clearTimeout = (id) => later.delete(id);
    Date.now = () => now;
    const pass = (ms) => {
        now += ms;
        for (const [id, { run, at }] of [...later]) if (at <= now && later.delete(id)) run();
    };
    const tick = () => new Promise((done) => real.setTimeout.call(globalThis, done));
    const outcome = (promise) => promise.then((value) => ["done", value], (error) => ["refused", error.code]);
    const session = new Session({
        url: "ws://x/ws", token: "me", lastSeq: () => lastSeq, random: () => 0.5, crowd: () => crowd,
        onMessage: (message) => heard.push(message), onLink: (state, at) => links.push([state, at && at - now]),
        onServer: (isNew) => servers.push(isNew),
        isServing: async () => { asked += 1; return serving; },
    });
    try { %s } finally {
        session.stop();
        const { now: realNow, ...globals } = real;
        Object.assign(globalThis, globals);
        Date.now = realNow;
    }
}"""


@pytest.fixture
def play(js: Callable[..., Any]) -> Play:
    return lambda script: js("socket.js", SCENE % script)


def test_the_first_words_are_hello_with_token_and_newest_fact(play: Play) -> None:
    hello = play("lastSeq = 41; session.start(); sockets[0].open(); return sockets[0].sent[0];")
    assert hello.pop("id")
    assert hello == {"type": "hello", "token": "me", "last_seq": 41}


def test_a_command_resolves_with_its_answer(play: Play) -> None:
    script = """session.start(); sockets[0].welcome();
        const lock = outcome(session.command("lock")), mute = outcome(session.command("mute", { participant: "p2" }));
        sockets[0].answer(2, { ok: false, error: { code: "not_allowed", message: "" } });
        sockets[0].answer(1, { result: { a: 1 } });
        return [await lock, await mute, sockets[0].sent[2].participant];"""
    assert play(script) == [["done", {"seq": 5, "result": {"a": 1}}], ["refused", "not_allowed"], "p2"]


def test_everything_that_is_no_answer_is_passed_on_in_order(play: Play) -> None:
    script = """session.start(); sockets[0].welcome();
        sockets[0].say({ type: "counts", inside: 1 }); sockets[0].say({ type: "webinar_locked", seq: 2 });
        return heard.map((message) => message.type);"""
    assert play(script) == ["counts", "webinar_locked"]


def test_a_lost_session_comes_back_after_a_random_part_of_a_pause(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); sockets[0].onclose();
        for (let i = 0; i < 3; i += 1) { pass(20000); sockets.at(-1).onclose(); }
        return links.filter(([state]) => state === "reconnecting").map(([, ms]) => ms);"""
    assert play(script) == [500, 500, 500, 500]


def test_a_welcome_ends_the_growing_pauses_of_the_audience(play: Play) -> None:
    script = """crowd = { onStage: false, inside: 500 };
        session.start(); sockets[0].onclose(); pass(3000); sockets[1].onclose(); pass(6000);
        sockets[2].welcome(); sockets[2].onclose();
        return links.filter(([state]) => state === "reconnecting").map(([, ms]) => ms);"""
    assert play(script) == [2500, 5000, 2500]


def test_a_servers_wish_that_is_the_same_for_all_comes_before_the_random_part(play: Play) -> None:
    script = """session.start(); sockets[0].welcome();
        sockets[0].say({ type: "goodbye", code: "restarting", message: "", retry_after_ms: 3000 });
        return links.at(-1);"""
    assert play(script) == ["reconnecting", 3500]


def test_a_turn_of_ones_own_is_waited_for_and_no_longer(play: Play) -> None:
    script = """session.start(); sockets[0].refuse("busy", 4321); return links.at(-1);"""
    assert play(script) == ["reconnecting", 4321]


def test_the_servers_wish_holds_for_one_try(play: Play) -> None:
    script = (
        """session.start(); sockets[0].refuse("busy", 4000); pass(4000); sockets[1].onclose(); return links.at(-1);"""
    )
    assert play(script) == ["reconnecting", 500]


def test_after_many_tries_a_server_is_first_asked_for_a_sign_of_life(play: Play) -> None:
    script = """session.start(); serving = false;
        for (let i = 0; i < 5; i += 1) { sockets.at(-1).onclose(); pass(500); }
        const unasked = [sockets.length, asked];
        sockets.at(-1).onclose(); pass(500); await tick(); pass(500); await tick();
        const down = [sockets.length, asked]; serving = true; pass(500); await tick();
        sockets.at(-1).welcome(); sockets.at(-1).onclose(); pass(500);
        return [unasked, down, sockets.length, asked];"""
    assert play(script) == [[6, 0], [6, 2], 8, 3]


def test_stopping_while_the_server_is_asked_for_a_sign_of_life_stays_stopped(play: Play) -> None:
    script = """session.start();
        for (let i = 0; i < 6; i += 1) { sockets.at(-1).onclose(); pass(500); }
        session.stop(); await tick(); return [asked, sockets.length, links.at(-1)[0]];"""
    assert play(script) == [1, 6, "closed"]


def test_a_page_comes_back_with_the_newest_resume_token(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); sockets[0].onclose(); pass(500);
        sockets[1].welcome({ resume: "r2" }); sockets[1].onclose(); pass(500); sockets[2].open();
        return sockets.map(({ sent: [{ token, resume }] }) => [token ?? null, resume ?? null]);"""
    assert play(script) == [["me", None], [None, "r1"], [None, "r2"]]


@pytest.mark.parametrize("code", ["stale_token", "bad_token"])
def test_a_refused_resume_token_is_followed_by_the_persons_at_once_and_nobody_is_told(play: Play, code: str) -> None:
    script = """session.start(); sockets[0].welcome(); sockets[0].onclose(); pass(500);
        sockets[1].refuse("%s"); sockets[2].welcome({ resume: "r9" }); sockets[2].onclose();
        pass(500); sockets[3].open();
        const proofs = sockets.slice(2).map(({ sent: [{ token, resume }] }) => token ?? resume);
        return [proofs, heard, links.map(([state]) => state)];"""
    proofs, heard, links = play(script % code)
    assert proofs == ["me", "r9"]
    assert heard == []
    assert links == ["connecting", "open", "reconnecting", "open", "reconnecting"]


def test_a_resume_token_survives_a_lost_answer_and_a_busy_server(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); sockets[0].onclose(); pass(500);
        sockets[1].open(); sockets[1].onclose(); pass(500); sockets[2].refuse("busy", 100);
        pass(100); sockets[3].open();
        return sockets.slice(1).map(({ sent: [{ resume }] }) => resume);"""
    assert play(script) == ["r1", "r1", "r1"]


def test_the_page_hears_whether_another_server_took_its_hello(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); sockets[0].onclose(); pass(500);
        sockets[1].welcome(); sockets[1].onclose(); pass(500); sockets[2].welcome({ server: "s2" });
        return servers;"""
    assert play(script) == [False, False, True]


def test_a_page_that_was_replaced_by_its_own_given_up_hello_comes_back(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); sockets[0].onclose(); pass(500);
        sockets[1].open(); pass(8000); pass(500); sockets[2].welcome();
        const replaced = { type: "goodbye", code: "replaced", message: "", retry_after_ms: null };
        sockets[2].say(replaced); pass(500); sockets[3].welcome(); const before = [sockets.length, heard.length];
        sockets[3].say(replaced); pass(60000); return [before, sockets.length, heard.length];"""
    assert play(script) == [[4, 0], 4, 1]


def test_an_answer_to_nothing_is_no_welcome(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); const lock = outcome(session.command("lock"));
        sockets[0].say({ answer: null, ok: false, error: { code: "bad_message", message: "" } });
        sockets[0].answer(1, {}); return [await lock, sockets.length];"""
    assert play(script)[0][0] == "done"


@pytest.mark.parametrize("code", ["removed", "banned", "denied", "ended", "replaced"])
def test_a_final_goodbye_is_not_followed_by_a_reconnect(play: Play, code: str) -> None:
    script = """session.start(); sockets[0].welcome();
        sockets[0].say({ type: "goodbye", code: "%s", message: "", retry_after_ms: null });
        pass(60000); return [sockets.length, heard.at(-1).code];"""
    assert play(script % code) == [1, code]


def test_a_refused_hello_is_a_goodbye(play: Play) -> None:
    script = """session.start(); sockets[0].refuse("bad_token");
        pass(60000); return [sockets.length, heard[0].type, heard[0].code];"""
    assert play(script) == [1, "goodbye", "bad_token"]


def test_an_unanswered_command_is_said_again_with_the_same_id_after_a_reconnect(play: Play) -> None:
    script = """session.start(); sockets[0].welcome();
        const lock = outcome(session.command("lock")); sockets[0].onclose(); pass(500); sockets[1].welcome();
        sockets[1].answer(1, {}); await lock;
        return [sockets[0].sent[1], sockets[1].sent[1]];"""
    first, second = play(script)
    assert first == second


def test_a_command_given_while_the_link_is_down_waits_for_it(play: Play) -> None:
    script = """session.start(); sockets[0].onclose();
        session.command("lock").catch(() => {}); pass(500); sockets[1].welcome(); return sockets[1].sent[1].type;"""
    assert play(script) == "lock"


def test_a_command_given_while_the_socket_closes_waits_for_the_next(play: Play) -> None:
    script = """session.start(); sockets[0].welcome();
        sockets[0].readyState = 2; session.command("end").catch(() => {}); const lost = sockets[0].sent.length;
        sockets[0].onclose(); pass(1000); sockets[1].welcome();
        return [lost, sockets[1].sent.map((message) => message.type)];"""
    assert play(script) == [1, ["hello", "end"]]


@pytest.mark.parametrize("command", ["publish", "watch", "show", "hang_up"])
def test_a_media_command_belongs_to_one_connection_and_ends_with_it(play: Play, command: str) -> None:
    script = """session.start(); sockets[0].welcome();
        const under_way = outcome(session.command("%s")); sockets[0].onclose();
        const while_down = outcome(session.command("%s"));
        pass(500); sockets[1].welcome(); return [await under_way, await while_down, sockets[1].sent.length];"""
    assert play(script % (command, command)) == [["refused", "offline"], ["refused", "offline"], 1]


def test_a_server_that_does_not_answer_hello_is_given_up(play: Play) -> None:
    script = "session.start(); sockets[0].open(); pass(8000); return [sockets[0].closed, links.at(-1)[0]];"
    assert play(script) == [True, "reconnecting"]


def test_a_path_on_which_a_command_gets_no_answer_is_dead(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); session.command("lock").catch(() => {});
        pass(10000); return [sockets[0].closed, links.at(-1)[0]];"""
    assert play(script) == [True, "reconnecting"]


def test_a_network_that_is_back_ends_the_pause(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); sockets[0].onclose();
        dispatchEvent(new Event("online")); return sockets.length;"""
    assert play(script) == 2


def test_a_late_word_of_an_old_socket_is_not_heard(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); sockets[0].onclose(); pass(500);
        sockets[0].say({ type: "counts" }); sockets[0].onclose(); return [heard.length, sockets.length];"""
    assert play(script) == [0, 2]


def test_stopping_refuses_what_is_under_way_and_stays_stopped(play: Play) -> None:
    script = """session.start(); sockets[0].welcome(); const lock = outcome(session.command("lock"));
        session.stop(); pass(60000); const after = await outcome(session.command("lock"));
        return [await lock, after, sockets.length, links.at(-1)[0]];"""
    assert play(script) == [["refused", "closed"], ["refused", "closed"], 1, "closed"]


def test_another_token_opens_the_door_again_after_a_final_goodbye(play: Play) -> None:
    script = """session.start(); sockets[0].welcome();
        sockets[0].say({ type: "goodbye", code: "left", message: "", retry_after_ms: null });
        session.enterWith("fresh"); sockets[1].open(); return sockets[1].sent[0].token;"""
    assert play(script) == "fresh"
