/** <th-film-order>: the form for another film of a recording. */

import { h, patch } from "../dom.js";
import { secondsOf } from "../film-time.js";
import { orderFilm } from "../films.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";
import { button, field, select } from "./parts.js";

const { recordings: words } = texts;
const CONTAINERS = [["mp4", "MP4"], ["webm", "WebM"]];

class FilmOrderElement extends HTMLElement {
  layout = "speaker";
  container = "mp4";
  problem = null;
  isSending = false;

  connectedCallback() {
    this.render();
  }

  render() {
    if (!this.isConnected) return;
    const id = (name) => `${name}-${this.recording}`;
    patch(this, h("form", { class: "order", novalidate: true, onsubmit: (event) => this.submit(event) },
      h("div", null, select(id("layout"), words.layout, this.layout, Object.entries(words.layouts), (value) => this.set({ layout: value }))),
      h("div", null, select(id("container"), words.container, this.container, CONTAINERS, (value) => this.set({ container: value }))),
      h("div", null, field(id("from"), words.from, { name: "from", inputmode: "numeric", maxlength: 9, placeholder: words.wholeLength, autocomplete: "off" })),
      h("div", null, field(id("until"), words.until, { name: "until", inputmode: "numeric", maxlength: 9, placeholder: words.wholeLength, autocomplete: "off" })),
      this.problem && h("p", { class: "field-error", role: "alert" }, icon("warning", 16), this.problem),
      button(words.order, { type: "submit", icon: "plus", disabled: this.isSending })));
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
    try {
      await orderFilm(this.webinar, this.token, this.recording, { layout: this.layout, container: this.container, fromS, untilS });
      this.ordered();
    } catch (error) {
      this.problem = texts.refusals[error.code] ?? texts.refusals.failed;
    }
    this.set({ isSending: false });
  }
}

customElements.define("th-film-order", FilmOrderElement);
