/** <th-schedule>: what a host announces: title, text, time, how many may come, and whether the audience registers. */

import { closeDialog, command, copy } from "../../actions.js";
import { announcementOf, isoOf, localOf, REGISTERING } from "../../announcement.js";
import { h } from "../../dom.js";
import { toast, webinarId } from "../../page.js";
import { store } from "../../store.js";
import { texts } from "../../texts.js";
import { area, button, field, select } from "../parts.js";
import { View } from "../view.js";

const { schedule: words } = texts;
const MINUTES = [15, 30, 45, 60, 90, 120, 180, 240, 480];
const MAX_TITLE = 120;
const MAX_TEXT = 2000;

class ScheduleElement extends View {
  busy = false;

  connectedCallback() {
    const { webinar } = store.state;
    const { title, description, startsAt, minutes, registration } = announcementOf(webinar);
    this.draft = { title, description, startsAt: localOf(startsAt), minutes: String(minutes ?? ""), capacity: String(webinar.capacity ?? ""), registration };
    super.connectedCallback();
  }

  view() {
    const { title, description, startsAt, minutes, capacity, registration } = this.draft;
    const typed = (name) => (event) => this.set(name, event.target.value);
    return h("form", { class: "schedule", onsubmit: (event) => this.submit(event) },
      field("schedule-title", words.title, { required: true, maxlength: MAX_TITLE, autocomplete: "off", value: title, oninput: typed("title") }),
      area("schedule-text", words.text, { rows: 3, maxlength: MAX_TEXT, value: description, oninput: typed("description") }),
      h("div", { class: "schedule-line" },
        h("div", null, field("schedule-time", words.begins, { type: "datetime-local", value: startsAt, oninput: typed("startsAt") })),
        h("div", null, select("schedule-minutes", words.lasts, minutes, lengths(minutes), (value) => this.set("minutes", value)))),
      h("div", { class: "schedule-line second" },
        h("div", null, field("schedule-capacity", words.capacity, { type: "number", min: "1", required: true, value: capacity, oninput: typed("capacity") })),
        h("div", null, select("schedule-registration", words.registration, registration, REGISTERING.map((name) => [name, words.registering[name]]), (value) => this.set("registration", value)))),
      registration !== "off" && this.desk(),
      h("div", { class: "actions" },
        button(texts.cancel, { tone: "quiet", onclick: closeDialog }),
        button(words.save, { tone: "primary", type: "submit", disabled: this.busy })));
  }

  desk() {
    const link = `${location.origin}/w/${encodeURIComponent(webinarId)}`;
    return h("div", { class: "link-section", key: "desk" },
      h("p", { class: "hint" }, words.deskText),
      h("div", { class: "link-line" },
        h("input", { class: "input", readonly: true, value: link, "aria-label": words.desk, onfocus: (event) => event.target.select() }),
        button(texts.copy, { icon: "copy", "aria-label": words.copyDesk, onclick: () => copy(link, texts.links.copied) })));
  }

  set(name, value) {
    this.draft = { ...this.draft, [name]: value };
    this.render();
  }

  async submit(event) {
    event.preventDefault();
    const { title, description, startsAt, minutes, capacity, registration } = this.draft;
    this.busy = true;
    this.render();
    const wish = { title: title.trim(), description: description.trim(), starts_at: isoOf(startsAt), duration_minutes: Number(minutes), capacity: Number(capacity), registration };
    const done = await command("reschedule", wish);
    this.busy = false;
    if (!done) return this.render();
    toast(words.saved, "success");
    return closeDialog();
  }
}

/** Those on offer, and whatever else was set elsewhere. */
function lengths(minutes) {
  const all = [...new Set([...MINUTES, Number(minutes)])].filter(Boolean).sort((a, b) => a - b);
  return [["", words.noLength], ...all.map((n) => [String(n), words.minutes(n)])];
}

customElements.define("th-schedule", ScheduleElement);
