/** <th-live-captions>: the last lines that were said, over the lower edge of the stage. Screen readers hear the voice. */

import { standing } from "../captioning.js";
import { h } from "../dom.js";
import { texts } from "../texts.js";
import { View } from "./view.js";

class LiveCaptionsElement extends View {
  disconnectedCallback() {
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  view(state) {
    clearTimeout(this.timer);
    const nowMs = Date.now();
    const lines = state.captionsShown ? standing(state, nowMs) : [];
    if (lines.length === 0) return [];
    this.timer = setTimeout(() => this.render(), Math.min(...lines.map(({ goneAtMs }) => goneAtMs)) - nowMs + 1);
    return [
      h("div", { class: "live-captions", key: "lines", role: "group", "aria-label": texts.captions.title },
        lines.map(({ id, language, text }) => h("p", { key: id, lang: language || null, dir: "auto" }, text))),
    ];
  }
}

customElements.define("th-live-captions", LiveCaptionsElement);
