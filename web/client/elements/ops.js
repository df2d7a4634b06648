/** <th-ops>: the live actor tree for people who operate the server, read anew each second. */

import { age, errorOf, matching, treeOf } from "../actor-tree.js";
import { readActors } from "../api.js";
import { h } from "../dom.js";
import { icon, logo } from "../icons.js";
import { texts } from "../texts.js";
import { button, field } from "./parts.js";
import { View } from "./view.js";

const { ops } = texts;
const EVERY_MS = 1000;
const SLOW_S = 1; // a message older than this is marked
const MAX_LINES = 300; // more lines than anybody reads; the filter finds the rest
const STORED = "townhall-operator";

class OpsElement extends View {
  token = sessionStorage.getItem(STORED);
  rows = null;
  parked = [];
  problem = null;
  filter = "";
  paused = false;
  readAt = null;

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.read(), EVERY_MS);
    this.read();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  async read() {
    if (!this.token || this.paused || this.reading || document.hidden) return;
    this.reading = true;
    try {
      const answer = await readActors(this.token);
      Object.assign(this, { rows: answer.actors ?? answer, parked: answer.parked ?? [], problem: null, readAt: new Date() });
      sessionStorage.setItem(STORED, this.token);
    } catch (error) {
      this.failed(error);
    }
    this.reading = false;
    this.render();
  }

  failed(error) {
    if (error.status === 401 || error.status === 403) this.forget(ops.wrong);
    else this.problem = ops.unreachable;
  }

  forget(problem = null) {
    sessionStorage.removeItem(STORED);
    Object.assign(this, { token: null, rows: null, problem });
    this.render();
  }

  view() {
    return [
      h("header", { class: "page-head", key: "head" }, h("a", { href: "/", class: "brand" }, logo(32), texts.product)),
      h("main", { class: "ops", id: "main", key: "main" }, h("h1", null, ops.title), this.token && this.rows ? this.table() : this.form()),
    ];
  }

  form() {
    return h("form", { class: "card form", novalidate: true, onsubmit: (event) => this.submit(event) },
      field("token", ops.tokenLabel, { name: "token", type: "password", autocomplete: "off", required: true, maxlength: 2000 }, this.problem),
      h("p", { class: "hint" }, ops.tokenHint),
      button(ops.show, { tone: "primary", type: "submit" }));
  }

  submit(event) {
    event.preventDefault();
    this.token = new FormData(event.target).get("token").trim() || null;
    this.read();
  }

  table() {
    const lines = treeOf(matching(this.rows, this.filter));
    return [
      this.tools(),
      h("div", { class: "table-frame", role: "region", "aria-label": ops.title, tabindex: "0", key: "table" },
        h("table", null,
          h("thead", null, h("tr", null, Object.values(ops.columns).map((name) => h("th", { scope: "col", key: name }, name)))),
          h("tbody", null, lines.slice(0, MAX_LINES).map(line)))),
      lines.length === 0 && h("p", { class: "muted", key: "none" }, ops.none),
      lines.length > MAX_LINES && h("p", { class: "muted", key: "more" }, ops.more(lines.length - MAX_LINES)),
      this.parked.length > 0 && h("section", { "aria-labelledby": "parked", key: "parked" },
        h("h2", { id: "parked" }, ops.parked),
        h("ul", null, this.parked.map(({ actor, message, failure }) =>
          h("li", null, ops.parkedOne(actor, message, errorOf({ last_failure: failure })))))),
    ];
  }

  tools() {
    const pause = () => {
      this.paused = !this.paused;
      this.render();
    };
    return h("div", { class: "ops-tools", key: "tools" },
      h("label", { class: "visually-hidden", for: "filter" }, ops.filter),
      h("div", { class: "search" }, icon("search", 18),
        h("input", { id: "filter", class: "input", type: "search", placeholder: ops.filter, oninput: (event) => this.find(event.target.value) })),
      h("span", { class: "muted" }, ops.total(this.rows.length)),
      h("span", { class: this.problem ? "problem" : "muted", role: "status" }, this.problem ?? ops.updated(texts.exactTime(this.readAt))),
      button(this.paused ? ops.resume : ops.pause, { tone: "small quiet", onclick: pause }),
      button(ops.forget, { tone: "small quiet", onclick: () => this.forget() }));
  }

  find(text) {
    this.filter = text.trim();
    this.render();
  }
}

function line(row) {
  const { name, title, level, state, mailbox_depth: depth, oldest_message_age_s: oldest, handled, restarts } = row;
  const number = (value, alarming) => h("td", { class: alarming ? "number alarming" : "number" }, value);
  return h("tr", { key: name },
    h("th", { scope: "row", title: name, style: { "--level": String(level) } },
      h("span", { class: "actor-name" }, title), state !== "running" && h("span", { class: "actor-state" }, state)),
    number(texts.number(depth), false),
    number(age(oldest), oldest > SLOW_S),
    number(texts.number(handled), false),
    number(restarts, restarts > 0),
    h("td", { class: "error", title: errorOf(row) }, errorOf(row)));
}

customElements.define("th-ops", OpsElement);
