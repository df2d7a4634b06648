/** <th-tiles>: the stage itself. Measures its room, places the tiles, and tells the server what is in view how large. */

import { showPage, toggleLayout } from "../actions.js";
import { h } from "../dom.js";
import { arrange } from "../geometry.js";
import { media } from "../page.js";
import { inSpotlight, scene } from "../select.js";
import { texts } from "../texts.js";
import { iconButton } from "./parts.js";
import "./tile.js";
import { View } from "./view.js";

export class TilesElement extends View {
  size = { width: 0, height: 0 };

  connectedCallback() {
    this.observer = new ResizeObserver(([{ contentRect }]) => this.measured(contentRect));
    this.observer.observe(this);
    super.connectedCallback();
  }

  disconnectedCallback() {
    this.observer.disconnect();
    media.show.displayed([], null, null);
    super.disconnectedCallback();
  }

  measured({ width, height }) {
    this.size = { width, height };
    this.render();
  }

  view(state) {
    const { boxes, more, page, pages } = arrange(scene(state), { ...this.size, page: state.page });
    media.show.displayed(boxes, state.you?.id, state.pinned ?? inSpotlight(state)?.id ?? null);
    return [
      // In the order of the keys: the document stays as it is while tiles change places.
      [...boxes].sort((a, b) => (a.key < b.key ? -1 : 1)).map((box) => h("th-tile", { key: box.key, box, style: styleOf(box) })),
      more && h("button", { type: "button", key: "more", class: "tile-more", style: styleOf(more.box), onclick: toggleLayout }, texts.stage.more(more.count)),
      pages > 1 && pager(page, pages),
    ];
  }
}

const px = (value) => `${Math.round(value)}px`;
const styleOf = ({ x, y, width, height }) => ({ left: px(x), top: px(y), width: px(width), height: px(height) });

const pager = (page, pages) =>
  h(
    "nav",
    { class: "pager", key: "pager", "aria-label": texts.stage.page(page + 1, pages) },
    iconButton(texts.stage.previousPage, { icon: "left", disabled: page === 0, onclick: () => showPage(page - 1) }),
    h("span", { class: "pager-text" }, `${page + 1} / ${pages}`),
    iconButton(texts.stage.nextPage, { icon: "right", disabled: page === pages - 1, onclick: () => showPage(page + 1) }),
  );

customElements.define("th-tiles", TilesElement);
