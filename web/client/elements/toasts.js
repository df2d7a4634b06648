/** <th-toasts>: short notices in a polite live region. They go by themselves, may be sent away, and never take focus. */

import { dismissToast, showTab } from "../actions.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";
import { iconButton } from "./parts.js";
import { View } from "./view.js";

const ICONS = { info: "info", success: "check", warning: "warning" };

const see = (id, tab) => {
  showTab(tab);
  dismissToast(id);
};

export class ToastsElement extends View {
  view(state) {
    return h(
      "section",
      { class: "toasts", "aria-label": texts.toasts.label },
      h("div", { role: "status", class: "toast-list" }, state.toasts.map(({ id, text, tone, tab }) =>
        h("div", { class: `toast ${tone}`, key: id },
          icon(ICONS[tone]), h("p", null, text),
          tab && h("button", { type: "button", class: "toast-link", onclick: () => see(id, tab) }, texts.toasts.see),
          iconButton(texts.toasts.dismiss, { icon: "close", onclick: () => dismissToast(id) })),
      )),
    );
  }
}

customElements.define("th-toasts", ToastsElement);
