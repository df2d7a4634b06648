/** <th-open-rooms>: how many breakout rooms, or which; who goes where; for how long; who speaks there. */

import { closeDialog, command, showTab } from "../../actions.js";
import { parseLists } from "../../breakouts.js";
import { h, patch } from "../../dom.js";
import { texts } from "../../texts.js";
import { button, field, select } from "../parts.js";

const { rooms: words } = texts;
const MINUTES = [5, 10, 15, 20, 30, 45, 60, 90];
const HOW = [["count", words.howCount], ["names", words.howNames], ["lists", words.howLists]];

const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** `form` -> the command's fields, or {wrong: line}. */
export function wishOf({ how, count, text, assign, minutes, speak }) {
  const common = { assign, speak, for_s: minutes ? 60 * Number(minutes) : null };
  if (how === "count") return { count: Number(count), ...common };
  if (how === "names") return { names: linesOf(text), ...common };
  const { names, lists, wrong } = parseLists(text);
  return wrong.length > 0 ? { wrong: wrong[0] } : { names, lists, ...common };
}

class OpenRoomsElement extends HTMLElement {
  form = { how: "count", count: "3", text: "", assign: "random", minutes: "15", speak: "everyone" };
  error = null;
  busy = false;

  connectedCallback() {
    this.render();
  }

  render() {
    if (!this.isConnected) return;
    const { how, count, assign, minutes, speak } = this.form;
    const set = (name) => (value) => this.set(name, value);
    const assigns = how === "lists" ? words.assignsOthers : words.assigns;
    patch(this, h("form", { class: "open-rooms", novalidate: true, onsubmit: (event) => this.submit(event) },
      h("p", { class: "muted" }, words.openText),
      select("rooms-how", words.how, how, HOW, set("how")),
      how === "count"
        ? field("rooms-count", words.countLabel, { type: "number", min: "1", max: "50", value: count, oninput: (event) => this.set("count", event.target.value) }, this.error)
        : this.textField(how),
      select("rooms-assign", words.assign, assign, Object.entries(assigns), set("assign")),
      select("rooms-time", words.time, minutes, [["", words.noTime], ...MINUTES.map((n) => [String(n), words.minutes(n)])], set("minutes")),
      select("rooms-speak", words.speak, speak, Object.entries(words.speaks), set("speak")),
      h("div", { class: "actions" }, button(texts.cancel, { tone: "quiet", onclick: closeDialog }), button(this.busy ? words.opening : words.go, { tone: "primary", type: "submit", disabled: this.busy })),
    ));
  }

  textField(how) {
    return [
      h("label", { class: "label", for: "rooms-text" }, how === "names" ? words.namesLabel : words.listsLabel),
      h("textarea", {
        id: "rooms-text", class: "input", rows: "4", value: this.form.text, placeholder: how === "lists" ? words.listsExample : "", "aria-invalid": this.error ? "true" : null,
        "aria-describedby": this.error ? "rooms-text-error" : null, oninput: (event) => this.set("text", event.target.value),
      }),
      this.error && h("p", { id: "rooms-text-error", class: "field-error", role: "alert" }, this.error),
    ];
  }

  set(name, value) {
    this.form = { ...this.form, [name]: value };
    this.error = null;
    this.render();
  }

  async submit(event) {
    event.preventDefault();
    const { wrong, ...wish } = wishOf(this.form);
    this.error = wrong ? words.listsWrong(wrong) : null;
    this.busy = !wrong;
    this.render();
    if (wrong) return this.querySelector("textarea").focus();
    const opened = await command("open_rooms", wish);
    this.busy = false;
    if (!opened) return this.render();
    closeDialog();
    return showTab("rooms");
  }
}

customElements.define("th-open-rooms", OpenRoomsElement);
