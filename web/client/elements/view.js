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

/** One whose content comes and goes under the focus: what goes takes it along, and `home` gets it then. */
export class SteadyView extends View {
  render() {
    const hadFocus = this.contains(document.activeElement);
    super.render();
    if (hadFocus && document.activeElement === document.body) this.home?.focus({ preventScroll: true });
  }
}
