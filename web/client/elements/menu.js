/**
 * <th-menu>: a button and its menu. Arrow keys, Home, End and letters move, Escape and Tab close, focus returns.
 *
 * `items`: [{id, label, icon, tone, run}]. The list stands in the page's top layer, so nothing clips it.
 */

import { h, patch } from "../dom.js";
import { icon } from "../icons.js";
import { iconButton } from "./parts.js";

const MARGIN = 8;
let number = 0;

export class MenuElement extends HTMLElement {
  items = [];
  label = "";
  extra = "";
  icon = "more";
  tipSide = "top";
  open = false;

  connectedCallback() {
    number += 1;
    this.menuId ??= `menu-${number}`;
    this.render();
  }

  disconnectedCallback() {
    this.open = false;
  }

  render() {
    if (!this.isConnected) return;
    const button = iconButton(this.label, {
      icon: this.icon, class: `${this.extra} ${this.open ? "open" : ""}`, tipSide: this.tipSide, key: "button",
      "aria-haspopup": "menu", "aria-expanded": String(this.open), "aria-controls": this.open ? this.menuId : null,
      onclick: () => (this.open ? this.close() : this.show()), onkeydown: (event) => this.buttonKey(event),
    });
    patch(this, [button, this.open && this.list()]);
  }

  list() {
    return h(
      "div",
      {
        id: this.menuId, class: "menu", role: "menu", key: "menu", popover: "auto", "aria-label": this.label,
        onkeydown: (event) => this.menuKey(event), ontoggle: (event) => event.newState === "closed" && this.closed(),
      },
      this.items.map((item) =>
        h(
          "button",
          { key: item.id, type: "button", role: "menuitem", tabindex: "-1", class: `menu-item ${item.tone ?? ""}`, onclick: () => this.pick(item) },
          item.icon && icon(item.icon, 18), h("span", null, item.label),
        ),
      ),
    );
  }

  show() {
    this.open = true;
    this.render();
    this.menu.showPopover();
    this.place();
    this.entries[0]?.focus();
  }

  close() {
    if (this.open && this.menu?.matches(":popover-open")) this.menu.hidePopover();
    this.closed();
  }

  closed() {
    if (!this.open) return;
    const hadFocus = this.menu?.contains(document.activeElement) || document.activeElement === document.body;
    this.open = false;
    this.render();
    if (hadFocus) this.querySelector("button")?.focus();
  }

  pick(item) {
    this.close();
    this.querySelector("button")?.focus();
    item.run();
  }

  get menu() {
    return this.querySelector(".menu");
  }

  get entries() {
    return [...this.querySelectorAll(".menu-item")];
  }

  /** Below the button, or above it where there is no room; never off the page. */
  place() {
    const button = this.querySelector("button").getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    const left = Math.max(MARGIN, Math.min(button.right - width, innerWidth - width - MARGIN));
    const below = button.bottom + 4;
    const top = below + height < innerHeight - MARGIN ? below : Math.max(MARGIN, button.top - height - 4);
    this.menu.style.setProperty("left", `${left}px`);
    this.menu.style.setProperty("top", `${top}px`);
  }

  buttonKey(event) {
    if (this.open || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    this.show();
    if (event.key === "ArrowUp") this.entries.at(-1)?.focus();
  }

  menuKey(event) {
    const { entries } = this;
    const at = entries.indexOf(document.activeElement);
    const target = {
      ArrowDown: entries[(at + 1) % entries.length],
      ArrowUp: entries[(at - 1 + entries.length) % entries.length],
      Home: entries[0],
      End: entries.at(-1),
    }[event.key] ?? byLetter(entries, at, event.key);
    if (target) target.focus();
    else if (event.key === "Tab" || event.key === "Escape") this.close();
    else return;
    event.stopPropagation(); // Escape closes the menu alone, not the panel around it
    if (event.key !== "Tab") event.preventDefault();
  }
}

function byLetter(entries, at, key) {
  if (key.length !== 1 || key === " ") return null;
  const after = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  return after.find((entry) => entry.textContent.toLowerCase().startsWith(key.toLowerCase())) ?? null;
}

customElements.define("th-menu", MenuElement);
