/** <th-registrations>: who has registered; where hosts say who may come, they say it here. Read anew when it changes. */

import { command } from "../../actions.js";
import { readRegistrations } from "../../api.js";
import { h } from "../../dom.js";
import { session, toast, webinarId, wordsFor } from "../../page.js";
import { store } from "../../store.js";
import { texts } from "../../texts.js";
import { button } from "../parts.js";
import { View } from "../view.js";

const { registering: words } = texts;
const STEP = 50;
const FIRST = { pending: 0, approved: 1, declined: 2 };

class RegistrationsElement extends View {
  list = null;
  limit = STEP;
  readAt = -1; // the news that the list is as old as
  reading = false;

  render() {
    if (this.isConnected) this.read();
    super.render();
  }

  /** One reading at a time, however fast the news come. */
  async read() {
    const { registrationNews } = store.state;
    if (this.reading || registrationNews === this.readAt) return;
    this.reading = true;
    this.readAt = registrationNews;
    try {
      const { registrations } = await readRegistrations(webinarId, session.token);
      this.list = registrations.sort((a, b) => FIRST[a.status] - FIRST[b.status]);
    } catch (error) {
      toast(wordsFor(error), "warning");
    }
    this.reading = false;
    this.render();
  }

  view() {
    if (!this.list) return h("p", { class: "hint" }, words.loading);
    if (this.list.length === 0) return h("p", { class: "panel-note" }, words.nobody);
    const rest = this.list.length - this.limit;
    return [
      h("ul", { class: "registrations", key: "list", tabindex: "0", "aria-label": words.title }, this.list.slice(0, this.limit).map(row)),
      rest > 0 && button(texts.people.more(Math.min(STEP, rest)), { key: "more", tone: "small quiet", onclick: () => this.more() }),
    ];
  }

  more() {
    this.limit += STEP;
    this.render();
  }
}

function row({ id, name, email, status, has_come: hasCome }) {
  const decide = (type) => () => command(type, { registration: id });
  return h("li", { class: "registration", key: id },
    h("div", { class: "person-text" }, h("span", { class: "person-name" }, name), h("span", { class: "person-detail" }, email)),
    h("span", { class: `mini-chip ${status}` }, hasCome ? words.hasCome : words.status[status]),
    h("div", { class: "door" },
      status !== "approved" && button(words.approve, { key: "approve", tone: "small primary", "aria-label": words.approveName(name), onclick: decide("approve_registration") }),
      status !== "declined" && !hasCome && button(words.decline, { key: "decline", tone: "small quiet", "aria-label": words.declineName(name), onclick: decide("decline_registration") })));
}

customElements.define("th-registrations", RegistrationsElement);
