/**
 * <th-react>: a button and the five reactions; it stays open, for nobody claps once. <th-floating>: what all reacted,
 * as counted emblems that rise over the stage; they stand still for people who asked for less motion, and are silent.
 */

import { told } from "../actions.js";
import { h, patch } from "../dom.js";
import { may } from "../select.js";
import { KINDS } from "../state/reactions.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import { iconButton } from "./parts.js";
import { View } from "./view.js";

const { reactions: words } = texts;
const EMBLEMS = { clap: "👏", heart: "❤️", laugh: "😂", surprise: "😮", thumbs_up: "👍" };
const SHOWN_MS = 2600; // as long as the style sheet lets one rise
const LANES = 6;
const MAX_FLOATING = 30;

export const mayReact = (state) => may(state, "react") && state.webinar.settings.reactions !== false;

export class ReactElement extends View {
  open = false;

  view(state) {
    if (!mayReact(state)) return [];
    return [
      iconButton(words.label, {
        key: "button", icon: "smile", size: 24, class: "control", "aria-expanded": String(this.open), "aria-controls": this.open ? "reactions" : null, onclick: () => this.toggle(),
      }),
      this.open && h("div", { id: "reactions", class: "reaction-bar", key: "bar", role: "group", "aria-label": words.label, onkeydown: (event) => this.key(event) },
        KINDS.map((kind) => h("button", { type: "button", key: kind, class: "icon-button emblem", "aria-label": words.kinds[kind], onclick: () => react(kind) }, EMBLEMS[kind]))),
    ];
  }

  toggle() {
    this.open = !this.open;
    this.render();
  }

  key(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.toggle();
    this.querySelector("button").focus();
  }
}

/** A reaction that came too fast is one among many that did not: not worth a notice. */
const react = (kind) => told("react").command("react", { kind }).catch(() => {});

export class FloatingElement extends HTMLElement {
  shown = []; // {id, kind, count, lane}

  connectedCallback() {
    this.setAttribute("aria-hidden", "true");
    this.number = store.state.reactions.number;
    this.stopListening = store.subscribe(({ reactions }) => this.follow(reactions));
  }

  disconnectedCallback() {
    this.stopListening();
  }

  follow({ number, counts }) {
    if (number === this.number) return;
    this.number = number;
    const come = KINDS.filter((kind) => counts[kind] > 0).map((kind) => ({
      id: `${number} ${kind}`, kind, count: counts[kind], lane: (number * 2 + KINDS.indexOf(kind)) % LANES,
    }));
    this.show([...this.shown, ...come].slice(-MAX_FLOATING));
    setTimeout(() => this.show(this.shown.filter((each) => !come.includes(each))), SHOWN_MS);
  }

  show(shown) {
    this.shown = shown;
    patch(this, shown.map(({ id, kind, count, lane }) =>
      h("span", { key: id, class: `floating lane-${lane}` }, EMBLEMS[kind], count > 1 && h("span", { class: "floating-count" }, texts.number(count)))));
  }
}

customElements.define("th-react", ReactElement);
customElements.define("th-floating", FloatingElement);
