/** <th-app>: which page a person sees, and what stands above every page: dialogs, notices, sound. */

import { h } from "../dom.js";
import { pageOf } from "../select.js";
import "./dialogs.js";
import "./plain-pages.js";
import "./prejoin.js";
import "./sound.js";
import "./stage.js";
import "./toasts.js";
import { View } from "./view.js";

export class AppElement extends View {
  render() {
    const before = this.page;
    super.render();
    // A new page begins at its top, for the keyboard and for screen readers; focus elsewhere is left alone.
    if (before && before !== this.page && document.activeElement === document.body) this.querySelector("#main")?.focus();
  }

  view(state) {
    this.page = pageOf(state);
    document.body.dataset.page = this.page;
    return [
      h(`th-${this.page}`, { class: "page", key: this.page }),
      this.page === "stage" && h("th-dialogs", { key: "dialogs" }),
      h("th-toasts", { key: "toasts" }),
      this.page === "stage" && h("th-sound", { key: "sound" }),
    ];
  }
}

customElements.define("th-app", AppElement);
