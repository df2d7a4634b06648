/**
 * <th-chat-log>: the messages, oldest first. It stays at the newest one while the person is there, and where they are
 * while they read further up; then a button leads down. Texts become text nodes, addresses links, and nothing else.
 */

import { drop, fetchOlder, reading, remove, sayAgain } from "../../chat-actions.js";
import { linesOf, linked, mayDelete } from "../../chatting.js";
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { wordsFor } from "../../page.js";
import { isMe, me, nameOf } from "../../select.js";
import { store } from "../../store.js";
import { texts } from "../../texts.js";
import { button, iconButton } from "../parts.js";
import { View } from "../view.js";

const { chat: words } = texts;
const STEP = 200; // messages on display at first and with each look further up
const NEAR_PX = 40; // of the newest message is at it
const WORTH_ASKING = 50; // with fewer messages there is nothing older on the server

const INPUTS = ["messages", "pending", "older", "unread", "unreadFrom", "you"]; // what the log is made of

export class ChatLogElement extends View {
  limit = STEP;
  atEnd = true;
  seen = {};

  connectedCallback() {
    super.connectedCallback();
    // The newest stays in view when what is below grows, be it the writer or a phone's keyboard.
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(this.querySelector(".chat-lines"));
  }

  disconnectedCallback() {
    this.resizing.disconnect();
    super.disconnectedCallback();
    reading(false);
  }

  /** The store changes many times a second when people speak; the log only when somebody writes. */
  render(force = false) {
    const { state } = store;
    if (!force && INPUTS.every((name) => this.seen[name] === state[name])) return;
    this.seen = Object.fromEntries(INPUTS.map((name) => [name, state[name]]));
    const list = this.querySelector(".chat-lines");
    const fromEnd = list ? list.scrollHeight - list.scrollTop : 0;
    const grewAbove = list && this.first !== undefined && this.first !== this.firstShown(state);
    super.render();
    if (this.atEnd) this.toEnd();
    else if (grewAbove) list.scrollTop = list.scrollHeight - fromEnd;
    this.first = this.firstShown(state);
    if (this.isConnected) reading(this.atEnd && !document.hidden);
  }

  firstShown(state) {
    return state.messages.at(-this.limit)?.id ?? state.messages[0]?.id;
  }

  view(state) {
    const shown = state.messages.slice(-this.limit);
    return [
      h("div", { class: "chat-lines", key: "lines", role: "log", "aria-label": words.log, tabindex: "0", onscroll: () => this.scrolled() },
        this.above(state),
        shown.length === 0 && state.pending.length === 0 && h("p", { class: "panel-note", key: "empty" }, words.empty),
        linesOf(shown, state.unreadFrom).map((line) => LINES[line.kind](line, state)),
        state.pending.map(pendingLine)),
      !this.atEnd && button(words.newest(state.unread), { key: "newest", tone: "small primary chat-newest", onclick: () => this.jump() }),
    ];
  }

  above(state) {
    if (state.messages.length > this.limit) return button(words.older, { key: "older", tone: "small quiet", onclick: () => this.more() });
    if (state.older === "none") return h("p", { class: "chat-mark", key: "beginning" }, words.beginning);
    if (state.messages.length < WORTH_ASKING) return null;
    const label = { loading: words.loadingOlder, failed: words.olderFailed }[state.older] ?? words.older;
    return button(label, { key: "older", tone: "small quiet", disabled: state.older === "loading", onclick: () => this.more() });
  }

  async more() {
    const { length } = store.state.messages;
    this.limit += STEP;
    if (length > this.limit - STEP) this.render(true);
    else await fetchOlder();
  }

  resized() {
    this.height = this.querySelector(".chat-lines").clientHeight;
    if (this.atEnd) this.toEnd();
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.querySelector(".chat-lines");
    if (clientHeight !== this.height) return; // nobody has scrolled: the room for the list has changed
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (atEnd === this.atEnd) return;
    this.atEnd = atEnd;
    this.render(true);
  }

  jump() {
    this.atEnd = true;
    this.render(true);
    this.querySelector(".chat-lines").focus();
  }

  toEnd() {
    const list = this.querySelector(".chat-lines");
    if (list) list.scrollTop = list.scrollHeight;
  }
}

const LINES = {
  day: ({ day }) => h("p", { class: "chat-mark", key: `day ${day}` }, texts.date(day)),
  unread: () => h("p", { class: "chat-mark unread", key: "unread" }, words.unread),
  message: ({ message, follows }, state) => messageLine(message, follows, state),
};

function messageLine(message, follows, state) {
  const mine = isMe(state, { id: message.author });
  return h(
    "div",
    { class: `chat-line ${mine ? "own" : ""} ${message.to}`, key: message.id },
    !follows && h("p", { class: "chat-head" },
      h("strong", null, mine ? texts.nameWithYou(me(state).name) : message.name || words.somebody),
      h("span", null, addressOf(state, message)), h("time", { datetime: message.sent_at }, texts.time(message.sent_at))),
    h("div", { class: "chat-body" },
      h("p", { class: "chat-text" }, message.text ? linked(message.text).map(piece) : h("em", null, words.gone)),
      mayDelete(state, message) && iconButton(words.remove, { icon: "trash", size: 16, tipSide: "left", class: "chat-delete", onclick: () => remove(message.id) })),
  );
}

const piece = ({ text, href }) => (href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text) : text);

function addressOf(state, { to, recipient }) {
  if (to === "everyone") return "";
  if (to === "stage") return words.toStage;
  return recipient === state.you.id ? words.toYou : words.privately(nameOf(state, recipient) || words.somebody);
}

function pendingLine(message) {
  const { id, text, error } = message;
  return h(
    "div",
    { class: `chat-line own pending ${error ? "failed" : ""}`, key: id },
    h("div", { class: "chat-body" }, h("p", { class: "chat-text" }, text)),
    error
      ? h("div", { class: "chat-failed" },
          h("p", { class: "field-error" }, icon("warning", 16), words.notSent(wordsFor({ code: error }))),
          button(words.retry, { tone: "small", onclick: () => sayAgain(message) }), button(words.drop, { tone: "small quiet", onclick: () => drop(id) }))
      : h("p", { class: "chat-state" }, words.sending),
  );
}

customElements.define("th-chat-log", ChatLogElement);
