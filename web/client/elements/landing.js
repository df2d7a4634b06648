/** <th-landing>: create a webinar, join one, or go back to one where this browser was. */

import { createWebinar } from "../api.js";
import { h } from "../dom.js";
import { icon, logo } from "../icons.js";
import { forgetIdentity, parseInvitation, remembered, saveIdentity, webinarPath } from "../identity.js";
import { texts } from "../texts.js";
import { amphitheatre } from "./amphitheatre.js";
import { languageChoice } from "./language-choice.js";
import { button, field, iconButton } from "./parts.js";
import { View } from "./view.js";

const { landing } = texts;
const MAX_TITLE = 120;
const MAX_NAME = 80;

const pageLanguage = () => h("div", { class: "page-language" }, languageChoice());

class LandingElement extends View {
  errors = {};
  busy = false;

  view() {
    return [
      h("header", { class: "page-head", key: "head" }, h("span", { class: "brand" }, logo(32), texts.product), pageLanguage()),
      h("main", { class: "landing", id: "main", key: "main" },
        h("section", { class: "hero" },
          h("h1", null, landing.headline),
          h("p", { class: "lead" }, landing.lead),
          h("ul", { class: "points" }, landing.points.map((point) => h("li", null, icon("check", 18), point))),
          amphitheatre()),
        h("div", { class: "landing-forms" }, this.createForm(), this.joinForm(), this.recent())),
    ];
  }

  createForm() {
    return h("form", { class: "card form", novalidate: true, "aria-labelledby": "create-title", onsubmit: (event) => this.create(event) },
      h("h2", { id: "create-title" }, landing.createTitle),
      field("title", landing.titleLabel, { name: "title", maxlength: MAX_TITLE, placeholder: landing.titlePlaceholder, autocomplete: "off" }),
      field("host-name", landing.nameLabel, { name: "name", maxlength: MAX_NAME, placeholder: landing.namePlaceholder, autocomplete: "name", required: true }, this.errors.create),
      button(this.busy ? landing.creating : landing.create, { tone: "primary large", type: "submit", disabled: this.busy }));
  }

  joinForm() {
    return h("form", { class: "card form", novalidate: true, "aria-labelledby": "join-title", onsubmit: (event) => this.join(event) },
      h("h2", { id: "join-title" }, landing.joinTitle),
      field("code", landing.codeLabel, { name: "code", maxlength: 2000, placeholder: landing.codePlaceholder, autocomplete: "off", required: true }, this.errors.join),
      button(landing.join, { tone: "large", type: "submit" }));
  }

  recent() {
    const list = remembered();
    if (list.length === 0) return null;
    return h("section", { class: "card recent", "aria-labelledby": "recent-title" },
      h("h2", { id: "recent-title" }, landing.recent),
      h("ul", null, list.map((past) => this.recentRow(past))));
  }

  recentRow({ webinar, title, name, role }) {
    const shownTitle = title || webinar;
    return h("li", { key: webinar },
      h("a", { href: webinarPath(webinar) }, h("span", { class: "recent-title" }, shownTitle), h("span", { class: "muted" }, `${name} ${landing.as(texts.roles[role] ?? texts.roles.attendee)}`)),
      iconButton(landing.forget(shownTitle), { icon: "trash", onclick: () => this.forget(webinar) }));
  }

  forget(webinar) {
    forgetIdentity(webinar);
    this.render();
  }

  async create(event) {
    event.preventDefault();
    const { title, name } = Object.fromEntries(new FormData(event.target));
    if (!name.trim()) return this.refuse("create", landing.needName, "#host-name");
    this.busy = true;
    this.render();
    try {
      const made = await createWebinar(title.trim(), name.trim());
      saveIdentity(made.id, {
        token: made.hostToken, participant: made.participantId, name: name.trim(), role: "host", title: made.title,
      });
      location.assign(webinarPath(made.id));
    } catch (error) {
      this.refuse("create", texts.refusals[error.code] ?? (error.message || texts.refusals.failed), "#host-name");
    }
    return undefined;
  }

  join(event) {
    event.preventDefault();
    const found = parseInvitation(new FormData(event.target).get("code"));
    if (!found) return this.refuse("join", landing.codeWrong, "#code");
    return location.assign(webinarPath(found.webinar, found.invite));
  }

  refuse(form, words, selector) {
    this.busy = false;
    this.errors = { [form]: words };
    this.render();
    this.querySelector(selector).focus();
  }
}

customElements.define("th-landing", LandingElement);
