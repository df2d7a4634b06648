/** <th-film>: a film's page. Film and chapters, and beside them what was said, asked and voted, in step with it. */

import { h, patch } from "../dom.js";
import { chapterFrom, clock, currentOf } from "../film-time.js";
import { captionsUrl, letIn, mediaUrl, readFilm } from "../films.js";
import { icon, logo } from "../icons.js";
import { tokensOf } from "../identity.js";
import { texts } from "../texts.js";
import { beside } from "./film-beside.js";
import { button } from "./parts.js";

const { film: words } = texts;
const AGAIN_MS = 2000; // how often a film that is being made is looked at
const STEP_S = 5;
const TYPING = "input, textarea, select, [contenteditable]";

const [, , webinar, , recording, film] = location.pathname.split("/").map(decodeURIComponent);
const given = new URLSearchParams(location.hash.slice(1));
const secret = given.get("share");
const tokens = tokensOf(webinar, given.get("registration"), given.get("invite"));

class FilmElement extends HTMLElement {
  told = null; // what the server said of it
  problem = null; // a code
  atS = 0;
  tab = "chapters";
  wanted = "";

  connectedCallback() {
    this.onKey = (event) => this.key(event);
    addEventListener("keydown", this.onKey);
    this.render();
    this.open();
  }

  disconnectedCallback() {
    removeEventListener("keydown", this.onKey);
    clearTimeout(this.timer);
  }

  async open() {
    try {
      await letIn(recording, film, tokens, secret);
      await this.look();
    } catch (error) {
      this.fail(error);
    }
  }

  async look() {
    try {
      this.told = await readFilm(recording, film);
      this.problem = null;
      document.title = `${this.told.title} – ${texts.product}`;
      if (["waiting", "composing"].includes(this.told.state)) this.timer = setTimeout(() => this.look(), AGAIN_MS);
      else this.tab = this.tabs()[0];
      this.render();
    } catch (error) {
      if (error.code === "offline" && this.told) this.timer = setTimeout(() => this.look(), AGAIN_MS);
      else this.fail(error);
    }
  }

  fail(error) {
    this.told = null;
    this.problem = error.code;
    this.render();
  }

  render() {
    patch(this, [
      h("header", { class: "page-head", key: "head" }, h("a", { href: "/", class: "brand" }, logo(32), texts.product)),
      h("main", { class: this.isDone() ? "film" : "plain", id: "main", tabindex: "-1", key: "main" }, this.content()),
    ]);
  }

  isDone() {
    return this.told?.state === "done";
  }

  content() {
    if (this.problem) return this.sorry(words.problems[this.problem] ?? words.problems.other, "warning");
    if (!this.told) return card(h("span", { class: "spinner", "aria-hidden": "true" }), h("p", { role: "status" }, words.loading));
    if (this.isDone()) return this.playing();
    return ["waiting", "composing"].includes(this.told.state) ? this.progress() : this.sorry(words.problems[this.told.state], "warning");
  }

  sorry({ title, text }, sign) {
    return card(h("span", { class: "sign", "aria-hidden": "true" }, icon(sign, 36)),
      h("h1", null, title), h("p", { class: "lead", role: "status" }, text),
      h("div", { class: "actions" },
        button(words.again, { tone: "primary", onclick: () => location.reload() }),
        h("a", { class: "button quiet", href: "/" }, texts.gone.home)));
  }

  progress() {
    const { title, percent, remainingS, state } = this.told;
    return card(h("p", { class: "eyebrow" }, title), h("h1", null, words.making),
      h("progress", { class: "film-progress", max: "100", value: percent, "aria-label": words.making }),
      h("p", { class: "lead", role: "status" }, state === "waiting" ? words.waiting : words.progress(Math.floor(percent), remainingS)),
      h("p", { class: "muted" }, words.stays));
  }

  playing() {
    const { title, recordedAt, durationS, captionLanguages } = this.told;
    return [
      h("section", { class: "film-main", key: "main", "aria-label": words.film },
        h("div", { class: "film-frame", key: "frame" },
          h("video", {
            key: "video", ref: (node) => this.player(node), src: mediaUrl(recording, film), controls: true, playsinline: true, preload: "metadata", "aria-label": title,
          }, captionLanguages.map((tag) => h("track", { key: tag, kind: "captions", src: captionsUrl(recording, film, tag), label: tag || words.captions, srclang: tag || "und" })))),
        this.lost && h("p", { class: "field-error", role: "alert", key: "lost" }, icon("warning", 16), words.lost),
        h("div", { class: "film-head", key: "head" },
          h("div", null, h("h1", null, title), h("p", { class: "muted" }, words.recorded(texts.dateTime(recordedAt), clock(durationS)))),
          h("a", { class: "button small", href: `${mediaUrl(recording, film)}?download=yes`, download: "" }, icon("download"), h("span", null, words.download))),
        h("p", { class: "hint film-keys", key: "keys" }, words.keys)),
      beside(this),
    ];
  }

  tabs() {
    const { chapters, hasChat } = this.told;
    return [...(hasChat ? ["questions", "chat", "polls"] : []), ...(chapters.length || !hasChat ? ["chapters"] : [])];
  }

  player(node) {
    this.video = node;
    node.addEventListener("timeupdate", () => this.moved());
    node.addEventListener("seeking", () => this.moved());
    node.addEventListener("error", () => this.interrupted());
  }

  moved() {
    this.atS = this.video.currentTime;
    this.render();
    this.follow();
  }

  /** The link was revoked, its time is over, or the server is away: the server says which. */
  async interrupted() {
    this.lost = true;
    this.render();
    await readFilm(recording, film).catch((error) => error.code !== "offline" && this.fail(error));
  }

  /** What is said now is in sight, unless somebody reads or searches there. */
  follow() {
    const list = this.querySelector(".film-list");
    const now = list?.querySelector("[aria-current]");
    if (!now || now === this.followed || this.wanted || list.matches(":hover, :focus-within")) return;
    this.followed = now;
    list.scrollTop = now.offsetTop - list.offsetTop - list.clientHeight / 3;
  }

  jump(atS) {
    if (!this.video) return;
    this.video.currentTime = Math.min(Math.max(0, atS), this.told.durationS);
    this.moved();
  }

  pick(tab) {
    this.tab = tab;
    this.render();
    this.follow();
  }

  search(text) {
    this.wanted = text;
    this.render();
  }

  chapter() {
    return currentOf(this.told.chapters, this.atS);
  }

  key(event) {
    if (!this.video || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || event.target === this.video) return; // the player has keys of its own
    if (event.key === " " && event.target.closest("button, a")) return;
    const moves = { ArrowLeft: () => this.jump(this.atS - STEP_S), ArrowRight: () => this.jump(this.atS + STEP_S), " ": () => this.toggle(), k: () => this.toggle(), n: () => this.step(1), p: () => this.step(-1) };
    const isTab = event.target.closest('[role="tab"]');
    if (!moves[event.key] || isTab) return;
    event.preventDefault();
    moves[event.key]();
  }

  step(by) {
    const atS = chapterFrom(this.told.chapters, this.atS, by);
    if (atS !== null) this.jump(atS);
  }

  toggle() {
    if (this.video.paused) this.video.play().catch(() => {}); // the browser may want a click first; its button is there
    else this.video.pause();
  }
}

const card = (...content) => h("section", { class: "card plain-card" }, content);

customElements.define("th-film", FilmElement);
