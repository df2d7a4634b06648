/** <th-modal>: the browser's own modal dialog: focus stays inside, Escape closes, focus goes back where it was. */

import { h, patch } from "../dom.js";
import { texts } from "../texts.js";
import { iconButton } from "./parts.js";

export class ModalElement extends HTMLElement {
  connectedCallback() {
    this.before = document.activeElement;
    this.render();
    this.querySelector("dialog").showModal();
    // The title first: no answer is given by a key that was meant for something else.
    this.querySelector("h2").focus();
  }

  disconnectedCallback() {
    if (this.before?.isConnected) this.before.focus();
  }

  /** `heading`, `body`, `wide` and `closed()` are set from outside. */
  render() {
    if (!this.isConnected) return;
    patch(this, h("dialog", { class: this.wide ? "dialog wide" : "dialog", "aria-labelledby": "dialog-title", oncancel: (event) => this.cancel(event), onclick: (event) => this.click(event) },
      h("div", { class: "dialog-inside" },
        h("div", { class: "dialog-head" },
          h("h2", { id: "dialog-title", tabindex: "-1" }, this.heading),
          iconButton(texts.close, { icon: "close", tipSide: "bottom", onclick: () => this.closed() })),
        h("div", { class: "dialog-body" }, this.body)),
    ));
  }

  cancel(event) {
    event.preventDefault(); // the store decides, and then this element is removed
    this.closed();
  }

  click(event) {
    if (event.target === this.querySelector("dialog")) this.closed(); // the backdrop
  }
}

customElements.define("th-modal", ModalElement);
