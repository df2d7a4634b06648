/** <th-level>: a bar that moves with a microphone's `track`. */

import { h, patch } from "../dom.js";
import { watchLevel } from "../media/levels.js";
import { texts } from "../texts.js";

const SPOKEN_EVERY = 10; // of 20 a second: a screen reader need not hear each flicker, only the loudest of them

export class LevelElement extends HTMLElement {
  #track = null;
  #stop = () => {};

  connectedCallback() {
    patch(this, h("div", { class: "level-bar", role: "meter", "aria-label": texts.prejoin.level, "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": "0" }, h("div", { class: "level-fill" })));
    this.#listen();
  }

  disconnectedCallback() {
    this.#stop();
  }

  set track(track) {
    if (track === this.#track) return;
    this.#track = track;
    if (this.isConnected) this.#listen();
  }

  #listen() {
    this.#stop();
    this.#show(0);
    let turn = 0;
    let loudest = 0;
    this.#stop = this.#track
      ? watchLevel(this.#track, (level) => {
          this.#show(level);
          loudest = Math.max(loudest, level);
          turn = (turn + 1) % SPOKEN_EVERY;
          if (turn !== 0) return;
          this.firstChild.setAttribute("aria-valuenow", String(Math.round(loudest * 100)));
          loudest = 0;
        })
      : () => {};
  }

  #show(level) {
    this.style.setProperty("--level", level.toFixed(3));
  }
}

customElements.define("th-level", LevelElement);
