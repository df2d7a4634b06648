/**
 * <th-registering>: the registration desk before the door. Name and address in, and then what became of it: approved
 * means an invitation of one's own, which `approved(mine)` is given. This browser remembers the registration.
 */

import { copy } from "../actions.js";
import { ApiError, readRegistration, register, withdrawRegistration } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { forgetIdentity, identityOfBrowser, saveIdentity } from "../identity.js";
import { end, registration, toast, webinarId, wordsFor } from "../page.js";
import { texts } from "../texts.js";
import { announced } from "./announced.js";
import { button, field } from "./parts.js";
import { View } from "./view.js";

const { registering: words } = texts;

/** The token of a registration: of the link that was opened, else the one that this browser remembers. */
export const registrationHere = () => registration ?? identityOfBrowser(webinarId)?.registration ?? null;

export class RegisteringElement extends View {
  told = {}; // what is announced
  name = ""; // typed before the page knew that one registers here
  approved = () => {};
  token = registrationHere();
  mine = null;
  isKnown = false; // somebody has registered with this address before
  wrong = null; // {field: sentence}
  busy = false;

  connectedCallback() {
    super.connectedCallback();
    if (this.token) this.look();
    else this.querySelector("#register-name").value = this.name;
  }

  async look() {
    await this.doing(async () => {
      try {
        this.mine = await readRegistration(webinarId, this.token);
        saveIdentity(webinarId, { registration: this.token, name: this.mine.name, title: this.mine.title });
      } catch (error) {
        if (![401, 404].includes(error.status)) throw error;
        this.forget();
      }
    });
    if (this.mine?.status === "approved") this.approved(this.mine);
  }

  forget() {
    Object.assign(this, { token: null, mine: null });
    if (identityOfBrowser(webinarId)?.token) saveIdentity(webinarId, { registration: null });
    else forgetIdentity(webinarId);
  }

  /** Runs one thing at a time; what fails is told. */
  async doing(action) {
    if (this.busy) return;
    this.busy = true;
    this.render();
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "ended") end("ended");
      else toast(wordsFor(error), "warning");
    }
    this.busy = false;
    this.render();
  }

  view() {
    return h("section", { class: "card prejoin-card" },
      h("h1", { class: "prejoin-title" }, this.told.title),
      announced(this.told, this.token),
      this.token ? this.standing() : this.form());
  }

  standing() {
    if (!this.mine) return h("p", { class: "lead", role: "status" }, texts.entering.text);
    const link = `${location.origin}/w/${encodeURIComponent(webinarId)}#registration=${this.token}`;
    const { status, email } = this.mine;
    return [
      h("h2", { class: "registered", key: "title" }, icon(status === "declined" ? "info" : "check"), words.standing[status].title),
      h("p", { class: "lead", role: "status", key: "text" }, words.standing[status].text(email)),
      status === "pending" && button(words.look, { key: "look", tone: "primary", disabled: this.busy, onclick: () => this.look() }),
      h("div", { class: "registered-more", key: "more" },
        button(words.copy, { tone: "small quiet", icon: "copy", onclick: () => copy(link) }),
        button(words.withdraw, { tone: "small quiet", icon: "trash", disabled: this.busy, onclick: () => this.withdraw() })),
    ];
  }

  form() {
    const wrong = this.wrong ?? {};
    return h("form", { class: "form", novalidate: true, onsubmit: (event) => this.submit(event) },
      h("p", { class: "lead" }, words.text[this.told.registration]),
      field("register-name", words.name, { name: "name", autocomplete: "name", maxlength: 80, required: true, placeholder: texts.landing.namePlaceholder }, wrong.name),
      field("register-email", words.email, { name: "email", type: "email", autocomplete: "email", maxlength: 254, required: true }, wrong.email),
      h("p", { class: "hint" }, words.privacy),
      this.isKnown && h("p", { class: "field-error", role: "alert" }, words.known),
      button(this.busy ? words.sending : words.send, { tone: "primary large", type: "submit", disabled: this.busy }));
  }

  async submit(event) {
    event.preventDefault();
    const { name, email } = Object.fromEntries(new FormData(event.target));
    Object.assign(this, { wrong: null, isKnown: false });
    if (!name.trim()) return this.refuse({ name: texts.landing.needName });
    await this.doing(() => this.send(name.trim(), email.trim()));
    if (this.token) return this.look();
    return this.wrong && this.refuse(this.wrong);
  }

  async send(name, email) {
    try {
      const { token = null } = await register(webinarId, name, email);
      Object.assign(this, { token, isKnown: token === null });
    } catch (error) {
      const name_ = { bad_name: "name", bad_email: "email" }[error.code];
      if (!name_) throw error;
      this.wrong = { [name_]: wordsFor(error) };
    }
  }

  refuse(wrong) {
    this.wrong = wrong;
    this.render();
    this.querySelector(`#register-${Object.keys(wrong)[0]}`)?.focus();
  }

  async withdraw() {
    await this.doing(async () => {
      await withdrawRegistration(webinarId, this.token);
      this.forget();
      toast(words.withdrawn, "success");
    });
    this.querySelector("#register-name")?.focus();
  }
}

customElements.define("th-registering", RegisteringElement);
