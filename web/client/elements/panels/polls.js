/** <th-panel-polls>: polls, what is open on top; for hosts also drafts and the form that makes them. */

import { savePoll } from "../../asking.js";
import { h } from "../../dom.js";
import { blankDraft, draftOf, pollsInOrder } from "../../polls.js";
import { isHosting, may } from "../../select.js";
import { texts } from "../../texts.js";
import "./poll-form.js";
import "./poll.js";
import { button } from "../parts.js";
import { SteadyView } from "../view.js";

const { polls: words } = texts;
const made = { draft: null }; // outlives the element

export class PollsElement extends SteadyView {
  get home() {
    return this.querySelector("h2");
  }

  view(state) {
    const polls = pollsInOrder(state);
    const host = isHosting(state) && may(state, "create_poll");
    return [
      h("div", { class: "panel-head", key: "head" },
        h("h2", { class: host ? "panel-title" : "panel-title lone", tabindex: "-1" }, words.title),
        host && !made.draft && button(words.create, { tone: "small primary", icon: "plus", key: "create", onclick: () => this.edit(blankDraft()) })),
      h("div", { class: "panel-body", key: "body", role: "group", tabindex: "0", "aria-label": words.title },
        host && made.draft && this.form(),
        polls.length === 0 && !made.draft && h("p", { class: "panel-note", key: "none" }, host ? words.noneForHosts : words.none),
        h("ul", { class: "polls", key: "list" }, polls.map((poll) =>
          h("li", { key: poll.id }, h("th-poll", { key: poll.id, poll, edit: (draft) => this.edit(draftOf(draft)) }))))),
    ];
  }

  form() {
    return h("th-poll-form", {
      key: "form", draft: made.draft, changed: (draft) => { made.draft = draft; }, save: (...what) => this.save(...what), cancel: () => this.edit(null),
    });
  }

  edit(draft) {
    made.draft = draft;
    this.render();
    if (!draft) this.querySelector(".panel-head button")?.focus();
  }

  async save(poll, fields, opens) {
    if (await savePoll(poll, fields, opens)) this.edit(null);
  }
}

customElements.define("th-panel-polls", PollsElement);
