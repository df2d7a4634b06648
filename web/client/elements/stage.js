/** <th-stage>: the page of people inside: top bar, banners, tiles, controls, side panel. */

import { h } from "../dom.js";
import { logo } from "../icons.js";
import { openPanel } from "../panels.js";
import { stagePeople } from "../select.js";
import { texts } from "../texts.js";
import "./banners.js";
import "./caption.js";
import "./controls.js";
import "./live-captions.js";
import "./panel.js";
import "./room-bar.js";
import "./tiles.js";
import "./topbar.js";
import { View } from "./view.js";

export class StageElement extends View {
  view(state) {
    const empty = stagePeople(state).length === 0;
    return [
      h("header", { class: "stage-top", key: "top" }, h("th-topbar"), h("th-banners"), h("th-room-bar")),
      h(
        "main",
        { class: "stage-main", key: "main", id: "main", tabindex: "-1", "aria-label": texts.stage.stage },
        empty ? nobody() : h("th-tiles", { class: "tiles", key: "tiles" }),
        h("th-caption", { class: "caption-place", key: "caption" }),
        h("th-live-captions", { class: "captions-place", key: "captions" }),
        h("th-floating", { key: "floating" }),
      ),
      state.panel && h("aside", { class: "panel", key: "panel", "aria-label": texts.panel.tabs[openPanel(state).name] }, h("th-panel")),
      h("footer", { class: "stage-bottom", key: "bottom" }, h("th-controls", { class: "controls" })),
    ];
  }
}

const nobody = () =>
  h(
    "div",
    { class: "nobody", key: "nobody" },
    logo(56), h("h2", null, texts.stage.nobody), h("p", null, texts.stage.nobodyText),
  );

customElements.define("th-stage", StageElement);
