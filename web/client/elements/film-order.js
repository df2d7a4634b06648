/** <th-film-order>: the form for another film of a recording. */

import { h, patch } from "../dom.js";
import { secondsOf } from "../film-time.js";
import { orderFilm, readPeople } from "../films.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";
import { button, field, select } from "./parts.js";

const { recordings: words } = texts;
const CONTAINERS = [["mp4", "MP4"], ["webm", "WebM"]];
/** Wide, as nearly all that is sent. */
const SIZES = [[640, 360], [1280, 720], [1920, 1080]];
const PRESETS = ["ultrafast", "veryfast", "medium"];
const sizeOf = ([width, height]) => `${width}×${height}`;

class FilmOrderElement extends HTMLElement {
  layout = "speaker";
  container = "mp4";
  size = "1280×720";
  preset = "veryfast";
  people = null; // whom a film can be made without; read when somebody wants to know
  redacted = new Set();
  problem = null;
  isSending = false;

  connectedCallback() {
    this.render();
  }

  render() {
    if (!this.isConnected) return;
    const id = (name) => `${name}-${this.recording}`;
    const choice = (name, options) => h("div", null, select(id(name), words[name], this[name], options, (value) => this.set({ [name]: value })));
    const time = (name) => h("div", null, field(id(name), words[name], { name, inputmode: "numeric", maxlength: 9, placeholder: words.wholeLength, autocomplete: "off" }));
    patch(this, h("form", { class: "order", novalidate: true, onsubmit: (event) => this.submit(event) },
      choice("layout", Object.entries(words.layouts)),
      choice("container", CONTAINERS),
      choice("size", SIZES.map((size) => [sizeOf(size), sizeOf(size)])),
      choice("preset", PRESETS.map((preset) => [preset, words.presets[preset]])),
      time("from"),
      time("until"),
      this.without(id),
      this.problem && h("p", { class: "field-error", role: "alert" }, icon("warning", 16), this.problem),
      button(words.order, { type: "submit", icon: "plus", disabled: this.isSending })));
  }

  without(id) {
    return h("details", { class: "order-people", ontoggle: (event) => event.target.open && this.readPeople() },
      h("summary", null, this.redacted.size > 0 ? words.withoutSome(this.redacted.size) : words.without),
      h("fieldset", null,
        h("legend", { class: "hint" }, words.withoutText),
        this.people?.length === 0 && h("p", { class: "muted" }, words.nobodyRecorded),
        this.people?.map((person) => h("label", { class: "check", key: person.id, for: id(person.id) },
          h("input", { type: "checkbox", id: id(person.id), checked: this.redacted.has(person.id), onchange: (event) => this.leaveOut(person.id, event.target.checked) }),
          h("span", null, person.name)))));
  }

  async readPeople() {
    if (this.people) return;
    try {
      this.set({ people: (await readPeople(this.webinar, this.token, this.recording)).people });
    } catch (error) {
      this.set({ problem: texts.refusals[error.code] ?? texts.refusals.failed });
    }
  }

  leaveOut(person, isOut) {
    if (isOut) this.redacted.add(person);
    else this.redacted.delete(person);
    this.render();
  }

  set(changes) {
    Object.assign(this, changes);
    this.render();
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const [fromS, untilS] = [secondsOf(form.get("from")), secondsOf(form.get("until"))];
    if (Number.isNaN(fromS) || Number.isNaN(untilS)) {
      this.set({ problem: words.badTime });
      return;
    }
    this.set({ problem: null, isSending: true });
    const { layout, container, preset, redacted } = this;
    const [widthPx, heightPx] = SIZES.find((size) => sizeOf(size) === this.size);
    try {
      await orderFilm(this.webinar, this.token, this.recording, { layout, container, preset, widthPx, heightPx, redacted: [...redacted], fromS, untilS });
      this.ordered();
    } catch (error) {
      this.problem = texts.refusals[error.code] ?? texts.refusals.failed;
    }
    this.set({ isSending: false });
  }
}

customElements.define("th-film-order", FilmOrderElement);
