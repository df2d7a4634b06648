/** <th-ask>: where a question is written. What was typed stays when the panel closes. */

import { ask } from "../../asking.js";
import { h } from "../../dom.js";
import { mayAsk, mayBeAnonymous } from "../../questions.js";
import { texts } from "../../texts.js";
import { area, button } from "../parts.js";
import { View } from "../view.js";

const { questions: words } = texts;
const MAX = 1000;
const NEARLY = 100; // from here on the count of what is left is shown
const draft = { text: "", anonymous: false, busy: false }; // outlives the element

export class AskElement extends View {
  asked = () => {};

  view(state) {
    if (!mayAsk(state)) return h("p", { class: "panel-note" }, words.mayNot);
    const left = MAX - draft.text.length;
    return h("form", { class: "ask", onsubmit: (event) => this.send(event) },
      h("div", { class: "ask-line" }, h("div", { class: "ask-field" }, area("ask", words.ask, {
        value: draft.text, maxlength: MAX, rows: 1, placeholder: words.placeholder, "aria-describedby": left <= NEARLY ? "ask-left" : null,
        oninput: (event) => this.change({ text: event.target.value }), onkeydown: (event) => this.key(event),
      })), button(draft.busy ? words.sending : words.send, { tone: "primary", type: "submit", disabled: draft.busy || !draft.text.trim() })),
      (draft.text || draft.anonymous) && h("div", { class: "ask-line", key: "more" },
        mayBeAnonymous(state) && h("label", { class: "check", title: words.anonymousHint },
          h("input", { type: "checkbox", checked: draft.anonymous, "aria-describedby": "anonymous-hint", onchange: (event) => this.change({ anonymous: event.target.checked }) }),
          h("span", null, words.anonymous)),
        left <= NEARLY && h("span", { id: "ask-left", class: "hint", role: "status" }, words.left(left))),
      h("p", { id: "anonymous-hint", class: "hint", hidden: !(mayBeAnonymous(state) && draft.anonymous) }, words.anonymousHint));
  }

  change(changes) {
    Object.assign(draft, changes);
    this.render();
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.send(event);
  }

  async send(event) {
    event.preventDefault();
    const text = draft.text.trim();
    if (!text || draft.busy) return;
    const { anonymous } = draft;
    this.change({ busy: true });
    const done = await ask(text, anonymous);
    this.change(done ? { busy: false, text: "" } : { busy: false });
    if (done) this.asked();
    if (document.activeElement === document.body) this.querySelector("textarea")?.focus();
  }
}

customElements.define("th-ask", AskElement);
