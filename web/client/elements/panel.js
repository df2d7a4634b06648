/**
 * <th-panel>: the side panel's frame, on a phone a sheet from below: tabs by the ARIA pattern (arrows, Home, End), and
 * under them <th-panel-…> of the open one. Escape closes; focus goes back to where it was.
 */

import { closePanel, showTab } from "../actions.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { newsIn, openPanel, panelsFor } from "../panels.js";
import { texts } from "../texts.js";
import "./panels/captions.js";
import "./panels/chat.js";
import "./panels/people.js";
import "./panels/polls.js";
import "./panels/questions.js";
import "./panels/rooms.js";
import { badge, iconButton } from "./parts.js";
import { View } from "./view.js";

export class PanelElement extends View {
  connectedCallback() {
    this.before = document.activeElement;
    this.onkeydown = (event) => this.escape(event);
    super.connectedCallback();
    this.focusTab();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (!lost) return;
    const known = this.before?.isConnected && this.before !== document.body;
    const buttons = [...document.querySelectorAll(".of-one-tab, .of-all-tabs")];
    (known ? this.before : buttons.find((button) => button.checkVisibility()))?.focus();
  }

  view(state) {
    const open = openPanel(state);
    return [
      h("div", { class: "panel-top tips-left", key: "top" },
        h("div", { class: "tabs", role: "tablist", "aria-label": texts.panel.title, onkeydown: (event) => this.tabKey(event) },
          panelsFor(state).map((panel) => tab(state, panel, panel === open))),
        iconButton(texts.panel.close, { icon: "close", tipSide: "bottom", onclick: closePanel })),
      h("div", { class: "panel-content", key: "content", role: "tabpanel", id: "panel-content", "aria-labelledby": `tab-${open.name}` },
        h(`th-panel-${open.name}`, { key: open.name, class: "panel-inside" })),
    ];
  }

  focusTab() {
    this.querySelector("[role=tab][aria-selected=true]")?.focus({ preventScroll: true });
  }

  tabKey(event) {
    const tabs = [...this.querySelectorAll("[role=tab]")];
    const at = tabs.indexOf(document.activeElement);
    const target = {
      ArrowRight: tabs[(at + 1) % tabs.length],
      ArrowLeft: tabs[(at - 1 + tabs.length) % tabs.length],
      Home: tabs[0],
      End: tabs.at(-1),
    }[event.key];
    if (!target) return;
    event.preventDefault();
    showTab(target.dataset.tab);
    target.focus();
  }

  escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    closePanel();
  }
}

function tab(state, panel, selected) {
  const { count, label } = newsIn(state, panel);
  return h(
    "button",
    {
      type: "button", class: "tab", role: "tab", id: `tab-${panel.name}`, key: panel.name, "data-tab": panel.name, "aria-label": label,
      "aria-selected": String(selected), "aria-controls": selected ? "panel-content" : null, tabindex: selected ? "0" : "-1",
      onclick: () => showTab(panel.name),
    },
    icon(panel.icon, 20), h("span", null, texts.panel.tabs[panel.name]), badge(count),
  );
}

customElements.define("th-panel", PanelElement);
