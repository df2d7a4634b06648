/** <th-poll-form>: a poll on its way to a draft. `draft` belongs to the panel, so that nothing typed is lost with this element. */

import { h } from "../../dom.js";
import { commandOf, faultOf, MAX_OPTIONS } from "../../polls.js";
import { icon } from "../../icons.js";
import { texts } from "../../texts.js";
import { button, field, iconButton, select } from "../parts.js";
import { View } from "../view.js";

const { polls: words } = texts;

export class PollFormElement extends View {
  draft = null;
  changed = () => {};
  save = async () => {};
  cancel = () => {};
  fault = null;
  busy = false;

  connectedCallback() {
    super.connectedCallback();
    this.querySelector("#poll-question")?.focus();
  }

  view() {
    const { draft } = this;
    return h("form", { class: "poll-form", novalidate: true, onsubmit: (event) => event.preventDefault() || this.finish(false), onkeydown: (event) => this.key(event) },
      h("h3", null, draft.poll ? words.editTitle : words.newTitle),
      field("poll-question", words.question, {
        maxlength: 300, autocomplete: "off", placeholder: words.questionPlaceholder, value: draft.question, oninput: (event) => this.change({ question: event.target.value }),
      }),
      select("poll-kind", words.kind, draft.kind, Object.entries(words.kinds), (kind) => this.change({ kind })),
      h("fieldset", { class: "poll-options" }, h("legend", { class: "label" }, words.options),
        draft.options.map((text, index) => this.optionLine(text, index)),
        draft.options.length < MAX_OPTIONS && button(words.addOption, { tone: "small quiet", icon: "plus", key: "add", onclick: () => this.add() })),
      select("poll-ballots", words.ballots, draft.ballots, Object.entries(words.ballotKinds), (ballots) => this.change({ ballots })),
      select("poll-reveal", words.reveal, draft.reveal, Object.entries(words.reveals), (reveal) => this.change({ reveal })),
      h("label", { class: "check" },
        h("input", { type: "checkbox", checked: draft.mayChange, onchange: (event) => this.change({ mayChange: event.target.checked }) }), h("span", null, words.mayChange)),
      this.fault && h("p", { class: "field-error", role: "alert" }, icon("warning", 16), words[this.fault]),
      h("div", { class: "form-buttons" },
        button(texts.cancel, { tone: "small quiet", onclick: () => this.cancel() }),
        button(words.save, { tone: "small", type: "submit", disabled: this.busy }),
        button(words.saveAndOpen, { tone: "small primary", disabled: this.busy, onclick: () => this.finish(true) })));
  }

  optionLine(text, index) {
    const { draft } = this;
    const right = (checked) => this.change({ right: checked ? [...draft.right, index] : draft.right.filter((place) => place !== index) });
    return h("div", { class: "option-line", key: String(index) },
      draft.kind === "quiz" && h("label", { class: "check bare" },
        h("input", { type: "checkbox", "aria-label": words.isRight(index + 1), checked: draft.right.includes(index), onchange: (event) => right(event.target.checked) })),
      h("input", {
        class: "input", id: `poll-option-${index}`, "aria-label": words.option(index + 1), placeholder: words.option(index + 1), maxlength: 120, autocomplete: "off",
        value: text, oninput: (event) => this.change({ options: draft.options.with(index, event.target.value) }),
      }),
      draft.options.length > 2 && iconButton(words.removeOption(index + 1), { icon: "close", onclick: () => this.removeOption(index) }));
  }

  change(changes) {
    this.fault = null;
    this.draft = { ...this.draft, ...changes };
    this.changed(this.draft);
    this.render();
  }

  add() {
    this.change({ options: [...this.draft.options, ""] });
    this.querySelector(`#poll-option-${this.draft.options.length - 1}`).focus();
  }

  removeOption(index) {
    const { options, right } = this.draft;
    const moved = right.filter((place) => place !== index).map((place) => (place > index ? place - 1 : place));
    this.change({ options: options.toSpliced(index, 1), right: moved });
    this.querySelector(`#poll-option-${Math.max(0, index - 1)}`).focus();
  }

  /** Enter in an option goes to the next, and makes one after the last. */
  key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      return this.cancel();
    }
    const place = /^poll-option-(\d+)$/.exec(event.target.id)?.[1];
    if (event.key !== "Enter" || place === undefined || event.isComposing) return undefined;
    event.preventDefault();
    const next = this.querySelector(`#poll-option-${Number(place) + 1}`);
    if (next) return next.focus();
    return event.target.value.trim() && this.draft.options.length < MAX_OPTIONS ? this.add() : undefined;
  }

  async finish(opens) {
    this.fault = faultOf(this.draft);
    this.busy = !this.fault;
    this.render();
    if (this.fault) return;
    await this.save(this.draft.poll, commandOf(this.draft), opens);
    this.busy = false;
    this.render();
  }
}

customElements.define("th-poll-form", PollFormElement);
