/** <th-chat-writer>: to whom, what, and Send. Enter sends, Shift and Enter begin a line. Who may not write is told why. */

import { say, writeTo } from "../../chat-actions.js";
import { addressees, keyOf, whySilent } from "../../chatting.js";
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { amOnStage } from "../../select.js";
import { store } from "../../store.js";
import { texts } from "../../texts.js";
import { button, select } from "../parts.js";
import { View } from "../view.js";

const { chat: words } = texts;
const MAX_LENGTH = 2000;

const nameOf = ({ to, name }) => (to === "direct" ? name : words[to]);

export class ChatWriterElement extends View {
  text = "";

  connectedCallback() {
    this.timer = setInterval(() => store.state.slowUntilMs > Date.now() - 2000 && this.render(), 1000);
    super.connectedCallback();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  view(state) {
    const people = addressees(state);
    const why = whySilent(state);
    if (people.length === 0) return silence(state, why);
    const chosen = people.find((each) => keyOf(each) === state.chatTo) ?? people[0];
    return [why && silence(state, why), this.form(state, people, chosen)];
  }

  form(state, people, chosen) {
    const over = this.text.trim().length - MAX_LENGTH;
    const waitS = this.waitS(state);
    const hint = over > 0 ? words.tooLong(over) : slowHint(state, waitS);
    return h(
      "form",
      { key: "form", onsubmit: (event) => this.submit(event, chosen) },
      h("div", { class: "chat-to" }, select("chat-to", words.to, keyOf(chosen), people.map((each) => [keyOf(each), nameOf(each)]), writeTo)),
      h("div", { class: "chat-field" },
        h("label", { class: "visually-hidden", for: "chat-text" }, words.write),
        h("textarea", {
          id: "chat-text", class: "input", rows: "2", placeholder: words.placeholder[chosen.to], value: this.text, "aria-describedby": hint ? "chat-hint" : null,
          oninput: (event) => this.typed(event.target.value), onkeydown: (event) => this.key(event, chosen),
        }),
        button(words.send, { tone: "primary", type: "submit", disabled: !this.text.trim() || over > 0 || waitS > 0 })),
      hint && h("p", { id: "chat-hint", class: `hint ${over > 0 ? "field-error" : ""}` }, hint),
    );
  }

  /** Whole seconds until slow mode lets me write again. */
  waitS(state) {
    return amOnStage(state) ? 0 : Math.max(0, Math.ceil((state.slowUntilMs - Date.now()) / 1000));
  }

  typed(text) {
    this.text = text;
    this.render();
  }

  key(event, chosen) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event, chosen);
  }

  submit(event, { to, recipient }) {
    event.preventDefault();
    const text = this.text.trim();
    if (!text || text.length > MAX_LENGTH || this.waitS(store.state) > 0) return;
    this.typed("");
    say({ text, to, recipient });
  }
}

function slowHint(state, waitS) {
  const { slow_mode_s: slowModeS = 0 } = state.webinar.settings;
  if (!slowModeS || amOnStage(state)) return "";
  return waitS ? words.slow(waitS) : words.slowMode(slowModeS);
}

function silence(state, why) {
  const text = why === "blocked" ? words.blocked : state.webinar.settings.chat === "hosts" ? words.lockedForAll : words.locked;
  return h("p", { class: "chat-silence", key: "silence" }, icon("lock", 16), text);
}

customElements.define("th-chat-writer", ChatWriterElement);
