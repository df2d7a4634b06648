/** <th-film-share>: who may see a film: everybody who was there, and share links: make one that ends, take one back. */

import { h, patch } from "../dom.js";
import { makeLink, publishFilm, readLinks, revokeLink } from "../films.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";
import { button, select } from "./parts.js";

const { recordings: words } = texts;
const WEEK = "168"; // hours

class FilmShareElement extends HTMLElement {
  viewers = null; // null: as the server is set
  changed = () => {};
  links = [];
  made = null;
  hours = WEEK;
  chat = true;
  problem = null;

  connectedCallback() {
    this.render();
    this.act(async () => {});
  }

  render() {
    if (!this.isConnected) return;
    patch(this, h("div", { class: "share-box" },
      h("div", { class: "share-row", key: "viewers" },
        h("div", null, select(`viewers-${this.film}`, words.viewers, this.viewers ?? "", this.choices(), (value) => this.act(() => this.publish(value))))),
      h("div", { class: "share-row" },
        h("div", null, select(`hours-${this.film}`, words.linkFor, this.hours, Object.entries(words.lifetimes), (value) => this.set({ hours: value }))),
        h("label", { class: "check" }, h("input", { type: "checkbox", checked: this.chat, onchange: (event) => this.set({ chat: event.target.checked }) }), words.withChat),
        button(words.makeLink, { tone: "small primary", icon: "link", onclick: () => this.act(() => this.make()) })),
      this.problem && h("p", { class: "field-error", role: "alert" }, icon("warning", 16), this.problem),
      this.made && h("div", { class: "made-link" },
        h("label", { class: "label", for: `link-${this.film}` }, words.newLink),
        h("input", { id: `link-${this.film}`, class: "input", readonly: true, value: this.made.link, onfocus: (event) => event.target.select() })),
      this.links.map((link) => h("div", { class: "share-row", key: link.id },
        h("span", { class: "spacer" }, words.linkUntil(texts.dateTime(link.expiresAt))),
        button(words.revoke, { tone: "small danger outline", onclick: () => this.act(() => this.revoke(link)) })))));
  }

  set(changes) {
    Object.assign(this, changes);
    this.render();
  }

  choices() {
    return Object.entries({ ...(this.viewers === null ? { "": words.viewersUnsaid } : {}), ...words.viewersOf });
  }

  async publish(viewers) {
    if (viewers === "") return;
    this.viewers = (await publishFilm(this.webinar, this.token, this.recording, this.film, viewers)).viewers;
    this.changed();
  }

  async make() {
    this.made = await makeLink(this.webinar, this.token, this.recording, this.film, Number(this.hours), this.chat);
  }

  async revoke(link) {
    await revokeLink(this.webinar, this.token, this.recording, this.film, link.id);
    if (this.made?.id === link.id) this.made = null;
  }

  async act(work) {
    try {
      await work();
      this.links = (await readLinks(this.webinar, this.token, this.recording, this.film)).links;
      this.problem = null;
    } catch (error) {
      this.problem = texts.refusals[error.code] ?? texts.refusals.failed;
    }
    this.render();
  }
}

customElements.define("th-film-share", FilmShareElement);
