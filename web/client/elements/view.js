/** The base of our elements: `view(state)` says what stands inside, it is called again whenever the store changes. */

import { patch } from "../dom.js";
import { store } from "../store.js";

export class View extends HTMLElement {
  connectedCallback() {
    this.stopListening = store.subscribe(() => this.render());
    this.render();
  }

  disconnectedCallback() {
    this.stopListening();
  }

  render() {
    if (this.isConnected) patch(this, this.view(store.state));
  }
}
