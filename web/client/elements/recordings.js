/** <th-recordings>: a host's recordings and the films of them: how far they are, order, cancel, share, delete. */

import { h, patch } from "../dom.js";
import { clock } from "../film-time.js";
import { cancelFilm, deleteFilm, deleteRecording, pageOf, readRecordings } from "../films.js";
import { icon, logo } from "../icons.js";
import { identityOfBrowser, identityOfTab } from "../identity.js";
import { texts } from "../texts.js";
import { button } from "./parts.js";
import "./film-order.js";
import "./film-share.js";

const { recordings: words, film: filmWords } = texts;
const AGAIN_MS = 2000, CALM_MS = 15000; // while something is being made; else
const MEGABYTE = 1e6;

const webinar = decodeURIComponent(location.pathname.split("/")[2]);
const token = (identityOfTab(webinar) ?? identityOfBrowser(webinar))?.token;
const isGoing = (film) => film.state === "waiting" || film.state === "composing";

class RecordingsElement extends HTMLElement {
  recordings = null;
  problem = null;
  sure = null; // the id of what is about to be deleted
  sharing = null; // the id of the film whose links are shown

  connectedCallback() {
    document.title = `${words.title} – ${texts.product}`;
    this.render();
    this.look();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async look() {
    clearTimeout(this.timer);
    try {
      this.recordings = (await readRecordings(webinar, token)).recordings;
      this.problem = null;
    } catch (error) {
      this.problem = ["not_allowed", "no_token", "bad_token"].includes(error.code) ? words.noHost : texts.refusals[error.code] ?? texts.refusals.failed;
    }
    const isBusy = this.recordings?.some((each) => each.state !== "stopped" || each.films.some(isGoing));
    this.timer = setTimeout(() => this.look(), isBusy ? AGAIN_MS : CALM_MS);
    this.render();
  }

  /** What the host asked for; then how things stand. */
  async act(work) {
    this.sure = null;
    try {
      await work;
    } catch (error) {
      this.problem = texts.refusals[error.code] ?? texts.refusals.failed;
      this.render();
      return;
    }
    await this.look();
  }

  set(changes) {
    Object.assign(this, changes);
    this.render();
  }

  render() {
    patch(this, [
      h("header", { class: "page-head", key: "head" }, h("a", { href: "/", class: "brand" }, logo(32), texts.product)),
      h("main", { class: "recordings", id: "main", tabindex: "-1", key: "main" },
        h("div", null, h("h1", null, words.title), h("p", { class: "muted" }, words.text)),
        h("p", null, h("a", { class: "button small quiet", href: `/w/${encodeURIComponent(webinar)}` }, words.back)),
        this.problem && h("p", { class: "field-error", role: "alert" }, icon("warning", 16), this.problem),
        this.recordings === null && !this.problem && h("span", { class: "spinner", role: "status", "aria-label": filmWords.loading }),
        this.recordings?.length === 0 && h("p", { class: "card muted", role: "status" }, words.none),
        this.recordings?.map((each) => this.recording(each))),
    ]);
  }

  recording(each) {
    const room = each.room === "main" ? words.mainRoom : words.room(each.roomName);
    return h("section", { class: "card recording", key: each.id, "aria-label": `${room}, ${texts.dateTime(each.startedAt)}` },
      h("div", { class: "recording-head" },
        h("h2", null, `${room}, ${texts.dateTime(each.startedAt)}`),
        h("span", { class: "muted" }, `${words.states[each.state]} · ${words.megabytes(texts.number(Math.ceil(each.bytes / MEGABYTE)))}`),
        each.state === "stopped" && button(words.deleteRecording, { tone: "small danger outline", onclick: () => this.set({ sure: each.id }) })),
      this.sure === each.id && this.confirm(() => this.act(deleteRecording(webinar, token, each.id))),
      each.films.map((film) => this.film(each, film)),
      each.state === "stopped" && h("th-film-order", { key: "order", webinar, token, recording: each.id, ordered: () => this.look() }));
  }

  film(recording, film) {
    const isDone = film.state === "done";
    const name = nameOf(film);
    return h("div", { class: "made", key: film.id, role: "group", "aria-label": name },
      h("div", { class: "made-head" },
        h("span", { class: "made-name" }, name),
        film.viewers === "participants" && h("span", { class: "muted" }, words.published),
        h("span", { class: film.state === "failed" ? "problem" : "muted", role: "status" }, words.filmStates[film.state])),
      isGoing(film) && h("progress", { class: "film-progress", max: "100", value: film.percent, "aria-label": filmWords.making }),
      film.state === "composing" && h("p", { class: "hint" }, filmWords.progress(Math.floor(film.percent), film.remainingS)),
      h("div", { class: "made-tools" },
        isDone && h("a", { class: "button small primary", href: pageOf(webinar, recording.id, film.id) }, words.watch),
        isDone && button(words.share, { tone: "small", icon: "link", "aria-expanded": String(this.sharing === film.id), onclick: () => this.set({ sharing: this.sharing === film.id ? null : film.id }) }),
        isGoing(film) && button(words.cancel, { tone: "small", onclick: () => this.act(cancelFilm(webinar, token, recording.id, film.id)) }),
        button(words.deleteFilm, { tone: "small danger outline", onclick: () => this.set({ sure: film.id }) })),
      this.sure === film.id && this.confirm(() => this.act(deleteFilm(webinar, token, recording.id, film.id))),
      this.sharing === film.id && h("th-film-share", { key: "share", webinar, token, recording: recording.id, film: film.id, viewers: film.viewers, changed: () => this.look() }));
  }

  confirm(work) {
    return h("div", { class: "sure", role: "alert", key: "sure" }, h("p", null, words.sure),
      button(words.sureYes, { tone: "small danger", onclick: work }),
      button(words.keep, { tone: "small", onclick: () => this.set({ sure: null }) }));
  }
}

const nameOf = ({ layout, container, widthPx, heightPx, durationS, redacted }) =>
  [words.layouts[layout], container.toUpperCase(), `${widthPx}×${heightPx}`, durationS && clock(durationS), redacted.length > 0 && words.withoutSome(redacted.length)]
    .filter(Boolean).join(", ");

customElements.define("th-recordings", RecordingsElement);
