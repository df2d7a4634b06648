/** <th-panel-captions>: what was said, to read again; and for captioners the line in which they write. */

import { hasCaptions, languageRead, languagesOf, mayCaption, readIn, sayCaption, toggleCaptions, transcript } from "../../captioning.js";
import { h } from "../../dom.js";
import { store } from "../../store.js";
import { texts } from "../../texts.js";
import { button, select } from "../parts.js";
import { SteadyView } from "../view.js";

const { captions: words } = texts;
const MAX_LENGTH = 500;

class CaptionsElement extends SteadyView {
  text = "";
  language = document.documentElement.lang || "en";
  begunMs = null; // when the first key of this line was pressed
  told = null; // how many lines stood here when last drawn

  get home() {
    return this.querySelector("h2");
  }

  view(state) {
    const lines = transcript(state);
    const languages = languagesOf(state);
    return [
      h("div", { class: "panel-head", key: "head" },
        h("h2", { class: "panel-title", tabindex: "-1" }, words.title),
        hasCaptions(state) && button(state.captionsShown ? words.hide : words.show, { key: "show", tone: "small quiet", icon: "captions", "aria-pressed": String(state.captionsShown), onclick: toggleCaptions }),
        languages.length > 1 && h("div", { class: "captions-language" },
          select("captions-read", words.read, languageRead(state), languages.map((tag) => [tag, nameOf(tag)]), readIn))),
      h("div", { class: "panel-body captions-body", key: "body", role: "log", "aria-live": "off", tabindex: "0", "aria-label": words.title },
        !hasCaptions(state) && h("p", { class: "panel-note", key: "none" }, mayCaption(state) ? words.noneYet : words.none),
        lines.map(({ id, language, text, shown_from: from }) =>
          h("p", { class: "captions-line", key: id },
            h("time", { datetime: from }, texts.time(from)), h("span", { lang: language || null, dir: "auto" }, text)))),
      mayCaption(state) && this.writer(),
    ];
  }

  render() {
    const list = this.querySelector(".captions-body");
    const atEnd = !list || list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    super.render();
    const { length } = transcript(store.state);
    if (atEnd && length !== this.told) this.querySelector(".captions-body")?.scrollTo(0, 1e9);
    this.told = length;
  }

  writer() {
    return h("form", { class: "captions-writer", key: "writer", onsubmit: (event) => this.submit(event) },
      h("label", { class: "visually-hidden", for: "caption-text" }, words.write),
      h("input", {
        id: "caption-text", class: "input", maxlength: MAX_LENGTH, autocomplete: "off", placeholder: words.placeholder, value: this.text,
        oninput: (event) => this.typed(event.target.value),
      }),
      h("label", { class: "visually-hidden", for: "caption-language" }, words.language),
      h("input", {
        id: "caption-language", class: "input", maxlength: 35, autocomplete: "off", spellcheck: "false", title: words.language, value: this.language,
        oninput: (event) => { this.language = event.target.value.trim(); },
      }),
      button(words.send, { tone: "primary", type: "submit", disabled: !this.text.trim() }),
      h("p", { class: "hint" }, words.hint));
  }

  typed(text) {
    this.begunMs = text ? (this.begunMs ?? performance.now()) : null;
    this.text = text;
    super.render();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.text.trim();
    if (!text) return;
    const agoMs = performance.now() - (this.begunMs ?? performance.now());
    this.typed("");
    if (!(await sayCaption(text, this.language, agoMs)) && !this.text) this.typed(text);
  }
}

function nameOf(tag) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" }).of(tag);
  } catch {
    return tag || words.noLanguage;
  }
}

customElements.define("th-panel-captions", CaptionsElement);
