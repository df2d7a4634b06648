/** <th-published>: the films of a webinar that this browser may see, when all is over; nothing where there are none. */

import { h } from "../dom.js";
import { clock } from "../film-time.js";
import { pageOf, readFilms } from "../films.js";
import { tokensOf } from "../identity.js";
import { registration, webinarId } from "../page.js";
import { texts } from "../texts.js";
import { View } from "./view.js";

const { recordings: words } = texts;

class PublishedElement extends View {
  films = [];

  async connectedCallback() {
    super.connectedCallback();
    const tokens = tokensOf(webinarId, registration);
    if (tokens.length === 0) return;
    this.films = await readFilms(webinarId, tokens).catch(() => []); // whoever may see none is told of none
    this.render();
  }

  view() {
    return this.films.length > 0 && h("section", { class: "take-home", "aria-labelledby": "published" },
      h("h2", { id: "published" }, words.toWatch),
      h("ul", { class: "exports" }, this.films.map((film) => this.row(film))));
  }

  row({ recording, film, room, roomName, recordedAt, durationS, layout }) {
    const name = `${room === "main" ? words.mainRoom : words.room(roomName)}, ${texts.dateTime(recordedAt)}`;
    return h("li", { class: "export", key: film },
      h("span", null, `${name} · ${words.layouts[layout]}, ${clock(durationS)}`),
      h("a", { class: "button small primary", href: this.address(recording, film), "aria-label": `${words.watch}: ${name}` }, words.watch));
  }

  /** A registration's link that this browser does not remember goes with it. */
  address(recording, film) {
    return `${pageOf(webinarId, recording, film)}${registration ? `#registration=${encodeURIComponent(registration)}` : ""}`;
  }
}

customElements.define("th-published", PublishedElement);
