/**
 * One page's session with the server over a WebSocket: hello, answers by id, everything else to `onMessage`.
 *
 * It comes back by itself until `stop()` or a final goodbye: with the resume token of its last hello, and where that is
 * refused with the person's token. Commands with an effect on the webinar wait for the next connection and are sent
 * again with the same id: the server does each once. Media commands belong to one connection and are refused with
 * `offline` when it ends. It never reads what a fact means.
 */

import { returnMs } from "./backoff.js";

const HELLO_MS = 8000; // no answer to hello: the path is dead though TCP has not noticed
const ANSWER_MS = 10000; // the same for any command; longer than the server's slowest disk

const UNASKED = 5; // tries before the server is asked for a sign of life first

/** After these the session does not come back by itself; any other goodbye is followed by a reconnect. */
export const FINAL = new Set([
  "removed", "banned", "denied", "ended", "replaced", "left", "no_such_participant", "bad_token", "no_such_webinar", "consent_needed",
  "moved", "rooms_closed", "not_in_room", // of a breakout room: the webinar's own session says where to go instead
]);

const NOT_THIS_TOKEN = new Set(["stale_token", "bad_token"]); // of a resume token: the person's own may be good
const CLOSING = 2; // readyState of a WebSocket that takes nothing any more, before its `onclose`
const MEDIA = new Set(["publish", "watch", "show", "hang_up"]);

export class Refused extends Error {
  constructor({ code, message, retry_after_ms: retryAfterMs = null }) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(36)).join("");

export class Session {
  /**
   * `room`: the breakout room that the session is for, or null. `lastSeq()` gives the newest fact held, `crowd()` {onStage, inside} for `returnMs`. `onLink(state, retryAtMs)` hears
   * connecting, open, reconnecting, closed; `onServer(isNew)` that a server took our hello, and whether another one did
   * so before: then that one, and all that belonged to its connections, is gone. `isServing()` resolves to whether a
   * server is there at all.
   */
  constructor({ url, token, room = null, lastSeq, crowd, onMessage, onLink, onServer, isServing, random = Math.random }) {
    Object.assign(this, { url, token, room, lastSeq, crowd, onMessage, onLink, onServer, isServing, random });
    this.pending = new Map(); // id -> {message, resolve, reject, timer}
    this.resumeToken = null;
    this.server = null; // who answered hello last
    this.videoCodecs = []; // that pictures may be sent in, the best first
    this.helloId = ""; // of a hello without an answer
    this.attempt = 0;
    this.wish = null; // what the server said about coming back: {code, retryAfterMs}
    this.stopped = false;
    this.mayMeetMyself = false; // a hello that we gave up waiting for may yet be taken, and closes the socket after it
    this.opened = this.#promise();
    this.onOnline = () => this.#hurry();
    globalThis.addEventListener?.("online", this.onOnline);
  }

  start() {
    this.onLink("connecting");
    this.#connect();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.helloTimer);
    globalThis.removeEventListener?.("online", this.onOnline);
    for (const id of [...this.pending.keys()]) this.#settle(id, { ok: false, error: CLOSED });
    this.onLink("closed");
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  /** After a final goodbye: another token opened the door again. */
  enterWith(token) {
    Object.assign(this, { token, resumeToken: null });
    if (!this.stopped && !this.socket) this.#connect();
  }

  /** Resolves when the server has answered hello; at once while the session is open. */
  whenOpen() {
    return this.opened.promise;
  }

  /** Resolves to the answer, {seq, result}; rejects with Refused. */
  command(type, fields = {}) {
    const id = newId();
    return new Promise((resolve, reject) => {
      if (this.stopped) return reject(new Refused(CLOSED));
      if (MEDIA.has(type) && !this.isOpen) return reject(new Refused(OFFLINE));
      this.pending.set(id, { message: { id, type, ...fields }, resolve, reject });
      if (this.isOpen) this.#send(id);
    });
  }

  get isOpen() {
    return this.opened.done;
  }

  #connect() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.retryTimer = null;
    const mine = (handler) => (event) => this.socket === socket && handler(event);
    socket.onopen = mine(() => socket.send(JSON.stringify(this.#hello())));
    socket.onmessage = mine((event) => this.#hear(JSON.parse(event.data)));
    socket.onclose = mine(() => this.#lost());
    this.helloTimer = setTimeout(mine(() => this.#lost()), HELLO_MS);
  }

  #hello() {
    this.helloId = newId();
    const door = this.room ? { token: this.token, room: this.room } : { token: this.token };
    const proof = this.resumeToken ? { resume: this.resumeToken } : door;
    return { id: this.helloId, type: "hello", ...proof, last_seq: this.lastSeq() };
  }

  #hear(message) {
    if (message.answer === this.helloId) return this.#welcomed(message);
    if (message.answer !== undefined) return this.#settle(message.answer, message);
    if (message.type === "goodbye") return this.#metMyself(message) ? this.#lost() : this.#dismissed(message);
    return this.onMessage(message);
  }

  #welcomed({ ok, error, result }) {
    if (!ok) return this.#refused(error);
    clearTimeout(this.helloTimer);
    const isNew = this.server !== null && this.server !== result.server;
    Object.assign(this, { resumeToken: result.resume, server: result.server, attempt: 0, wish: null, helloId: "" });
    this.videoCodecs = result.video_codecs;
    this.opened.resolve();
    this.opened.done = true;
    this.onLink("open");
    this.onServer(isNew);
    for (const id of this.pending.keys()) this.#send(id);
    return undefined;
  }

  #refused(error) {
    this.helloId = "";
    const isTheToken = this.resumeToken && NOT_THIS_TOKEN.has(error.code);
    // Noting that a resume token was used needs room on the server's disk; the person's own token needs none.
    if (isTheToken || error.code === "try_again") this.resumeToken = null;
    if (!isTheToken) return this.#dismissed({ type: "goodbye", ...error });
    this.#drop();
    return this.#connect();
  }

  #dismissed(goodbye) {
    this.wish = { code: goodbye.code, retryAfterMs: goodbye.retry_after_ms };
    this.onMessage(goodbye);
    if (FINAL.has(goodbye.code)) this.#pauseForGood();
    else this.#lost();
  }

  #metMyself({ code }) {
    const met = code === "replaced" && this.mayMeetMyself;
    if (met) this.mayMeetMyself = false;
    return met;
  }

  /** Waits for `enterWith` or `stop`. */
  #pauseForGood() {
    if (this.stopped) return;
    this.#drop();
    this.onLink("reconnecting", null);
  }

  #send(id) {
    const entry = this.pending.get(id);
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.#lost(), ANSWER_MS);
    if (this.socket.readyState >= CLOSING) return; // `onclose` comes next, and then the command is treated as unanswered
    this.socket.send(JSON.stringify(entry.message));
  }

  #settle(id, { ok, seq, result, error }) {
    const entry = this.pending.get(id);
    if (!entry) return;
    this.pending.delete(id);
    clearTimeout(entry.timer);
    if (ok) entry.resolve({ seq, result });
    else entry.reject(new Refused(error));
  }

  #lost() {
    if (this.stopped) return;
    if (this.helloId) this.mayMeetMyself = true;
    this.#drop();
    const delayMs = returnMs(this.attempt, { ...this.crowd(), ...this.wish, random: this.random });
    Object.assign(this, { attempt: this.attempt + 1, wish: null, helloId: "" });
    this.onLink("reconnecting", Date.now() + delayMs);
    this.retryTimer = setTimeout(() => this.#comeBack(), delayMs);
  }

  /** Chromium puts off the WebSockets of a page by seconds when many have failed (3 s after 40 s), but no requests. */
  async #comeBack() {
    this.retryTimer = null;
    const isThere = this.attempt <= UNASKED || (await this.isServing());
    if (this.stopped || this.socket) return;
    if (isThere) this.#connect();
    else this.#lost();
  }

  #drop() {
    const { socket } = this;
    this.socket = null;
    socket?.close();
    clearTimeout(this.helloTimer);
    clearTimeout(this.retryTimer);
    this.retryTimer = null;
    if (this.opened.done) this.opened = this.#promise();
    for (const [id, entry] of [...this.pending]) {
      clearTimeout(entry.timer);
      if (MEDIA.has(entry.message.type)) this.#settle(id, { ok: false, error: OFFLINE });
    }
  }

  /** The network is back: no reason to wait for the rest of the pause. */
  #hurry() {
    if (this.stopped || this.socket || !this.retryTimer) return;
    clearTimeout(this.retryTimer);
    this.#connect();
  }

  #promise() {
    const made = { done: false };
    made.promise = new Promise((resolve) => {
      made.resolve = resolve;
    });
    return made;
  }
}

const OFFLINE = { code: "offline", message: "" };
const CLOSED = { code: "closed", message: "" };
