/** <th-prejoin>: before the door. Who you are, what you bring, and a button that lets you in. */

import { readForm, readWebinar } from "../api.js";
import { h } from "../dom.js";
import { icon, logo } from "../icons.js";
import { claimsOf, forgetIdentity, identityOfBrowser, identityOfTab, isHeldElsewhere } from "../identity.js";
import { enter, end, invite, media, webinarId, wordsFor } from "../page.js";
import { texts } from "../texts.js";
import { announced } from "./announced.js";
import "./device-check.js";
import { avatar, button, field } from "./parts.js";
import "./registering.js";
import { View } from "./view.js";

const { prejoin } = texts;
const CLOSED_DOORS = new Set(["no_such_webinar", "ended"]);

export class PrejoinElement extends View {
  info = null; // {title, status} once the server told
  past = null; // who this browser was here before
  desk = null; // what is announced, where this person has to register first
  invitation = invite; // a registration has one of its own
  identity = null; // whom we come back as, or null: somebody new
  name = "";
  error = null;
  busy = false;
  mustConsent = false; // the door said so: without a token it tells nothing beforehand
  consents = false;

  async connectedCallback() {
    super.connectedCallback();
    await this.recall();
    await this.ask();
  }

  /** A reload is the same person; a new tab offers to be, unless that person is open in another tab right now. */
  async recall() {
    const own = identityOfTab(webinarId);
    this.ofTab = Boolean(own?.token);
    this.past = own?.token ? own : identityOfBrowser(webinarId);
    if (!this.past?.token) this.past = null;
    const held = this.past && this.past !== own && (await isHeldElsewhere(this.past.participant));
    const another = invite !== null && this.past !== own && invite !== this.past?.invite;
    this.be(held || another ? null : this.past);
  }

  be(identity) {
    this.identity = identity;
    this.name = identity?.name ?? this.name;
    this.error = null;
    if (!this.mayPresent) for (const source of ["camera", "microphone"]) media.sources.turnOff(source);
    this.render();
  }

  async ask() {
    const token = this.identity?.token ?? this.invitation;
    if (!token) return this.askDesk();
    try {
      this.info = await readWebinar(webinarId, token);
    } catch (error) {
      // Whoever has been in a webinar that the server does not hold any more has been in one that is over.
      if (CLOSED_DOORS.has(error.code)) return end(this.identity ? "ended" : error.code, error.message);
      if (error.status === 401 && this.identity) this.disown();
    }
    if (this.info?.status === "ended") return end("ended");
    if ((this.info?.registration ?? "off") !== "off") await this.askDesk();
    return this.render();
  }

  /** Whether one has to register: only the audience does, and not with an invitation for one person. */
  async askDesk() {
    if (this.identity || this.mayPresent || claimsOf(this.invitation ?? "").inv) return;
    this.desk = await readForm(webinarId).catch(() => null);
    if (this.desk?.status === "ended") return end("ended");
    return this.render();
  }

  async registered({ invite: invitation, name }) {
    Object.assign(this, { desk: null, invitation, name });
    await this.ask();
    this.querySelector("#name")?.focus();
  }

  /** The remembered token no longer opens anything. */
  disown() {
    forgetIdentity(webinarId);
    this.past = null;
    this.be(null);
  }

  get role() {
    return this.identity?.role ?? claimsOf(this.invitation ?? "").role ?? "attendee";
  }

  get mayPresent() {
    return this.role !== "attendee";
  }

  view() {
    return [
      h("header", { class: "page-head", key: "head" }, h("a", { href: "/", class: "brand" }, logo(32), texts.product)),
      h("main", { class: `prejoin ${this.mayPresent ? "with-devices" : ""}`, id: "main", key: "main", tabindex: "-1" },
        this.mayPresent && h("th-device-check", { key: "devices", class: "device-check", autostart: true, person: { id: this.identity?.participant ?? "new", name: this.name } }),
        this.desk && !this.identity ? h("th-registering", { key: "desk", told: this.desk, name: this.name, approved: (mine) => this.registered(mine) }) : this.card(),
      ),
    ];
  }

  card() {
    return h("section", { class: "card prejoin-card", key: "card" },
      this.info && h("p", { class: `status-line ${this.info.status}` }, this.info.status === "live" ? prejoin.live : prejoin.notStarted),
      h("h1", { class: "prejoin-title" }, prejoin.heading(this.info?.title ?? this.identity?.title)),
      this.info?.status === "waiting" && announced(this.info, this.identity?.token ?? this.invitation),
      h("p", { class: "lead" }, this.roleWords()),
      this.pastNotice(),
      h("form", { class: "form", novalidate: true, onsubmit: (event) => this.submit(event) },
        this.identity
          ? h("p", { class: "joins-as" }, avatar({ id: this.identity.participant ?? "me", name: this.name }, "small"), this.name)
          : field("name", prejoin.nameLabel, {
              autocomplete: "name", maxlength: 80, required: true, placeholder: texts.landing.namePlaceholder, value: this.name,
              oninput: (event) => this.named(event.target.value),
            }, this.error),
        this.identity && this.error && h("p", { class: "field-error", role: "alert" }, this.error),
        this.isRecorded && this.consentField(),
        button(this.joinWords(), { tone: "primary large", type: "submit", disabled: this.busy }),
      ),
    );
  }

  get isRecorded() {
    return this.mustConsent || Boolean(this.info?.isRecording || this.info?.recordingAnnounced);
  }

  /** Whoever has agreed once has agreed, as long as they are the same person. */
  get asksConsent() {
    return this.mustConsent || (this.isRecorded && !(this.identity && this.info?.consents));
  }

  consentField() {
    const words = texts.recording;
    return h("div", { class: "consent", key: "consent" },
      h("p", { class: "consent-notice" }, icon("record", 18), this.mustConsent || this.info?.isRecording ? words.atTheDoor : words.announced),
      !this.asksConsent && h("p", { class: "hint" }, words.agreed),
      this.asksConsent && h("div", { class: "setting check" },
        h("input", { type: "checkbox", id: "consent", checked: this.consents, onchange: (event) => { this.consents = event.target.checked; } }),
        h("label", { for: "consent" }, words.consent)));
  }

  joinWords() {
    if (this.busy) return prejoin.joining;
    return this.identity && !this.ofTab ? prejoin.continueAs(this.identity.name) : prejoin.join;
  }

  roleWords() {
    if (this.role === "host") return prejoin.asHost;
    return this.mayPresent ? prejoin.asRole(texts.roles[this.role]) : prejoin.audience;
  }

  pastNotice() {
    if (!this.past) return null;
    const other = this.identity
      ? button(prejoin.someoneElse, { tone: "link", onclick: () => this.be(null) })
      : button(prejoin.continueAs(this.past.name), { tone: "link", onclick: () => this.be(this.past) });
    return h("div", { class: "past" }, !this.identity && h("p", null, prejoin.back(this.past.name, texts.roles[this.past.role] ?? "")), other);
  }

  named(name) {
    this.name = name;
    this.error = null;
    this.render();
  }

  async submit(event) {
    event.preventDefault();
    if (!this.identity && !this.name.trim()) return this.refuse(texts.landing.needName);
    if (this.asksConsent && !this.consents) return this.refuse(texts.recording.needConsent);
    this.busy = true;
    this.render();
    try {
      await enter(this.name.trim(), this.identity, { invitation: this.invitation, consent: this.consents });
    } catch (error) {
      this.failed(error);
    }
    return undefined;
  }

  failed(error) {
    if (error.code === "bad_token" && this.identity) this.disown();
    if (CLOSED_DOORS.has(error.code)) return end(error.code, error.message);
    this.mustConsent = this.mustConsent || error.code === "consent_needed";
    return this.refuse(wordsFor(error));
  }

  refuse(words) {
    this.busy = false;
    this.error = words;
    this.render();
    this.querySelector("#name")?.focus();
  }
}

customElements.define("th-prejoin", PrejoinElement);
