/** The host's settings of the webinar. Each choice is sent at once; the page shows what the server then says. */

import { closeDialog, command } from "../../actions.js";
import { h } from "../../dom.js";
import { texts } from "../../texts.js";
import { button, select } from "../parts.js";

const { settings: words } = texts;

/** setting -> its values. Settings of features that are not there yet are not offered. */
const CHOICES = {
  waiting_room: ["off", "until_start", "always"],
  unmute: ["hosts", "stage"],
  share: ["hosts", "stage"],
  see_people: ["hosts", "stage", "everyone"],
};

const change = (name, value) => command("change_settings", { [name]: value });
const labels = (name) => (name === "waiting_room" ? words.waiting_room : words.who);

/** A value set elsewhere that has no line of its own here is shown as the nearest one that means the same on stage. */
const shown = (name, value) => (CHOICES[name].includes(value) ? value : "stage");

export function settingsDialog({ webinar: { settings } }) {
  const choices = Object.entries(CHOICES).map(([name, values]) =>
    h("div", { class: "setting", key: name },
      select(`setting-${name}`, words.fields[name], shown(name, settings[name]), values.map((value) => [value, labels(name)[value]]), (value) => change(name, value)),
      words.hints[name] && h("p", { class: "hint" }, words.hints[name])),
  );
  return { title: words.title, body: [h("p", { class: "muted" }, words.intro), ...choices, inviteRequired(settings), h("div", { class: "actions" }, button(texts.done, { tone: "primary", onclick: closeDialog }))] };
}

const inviteRequired = (settings) =>
  h("div", { class: "setting check", key: "invite_required" },
    h("input", {
      type: "checkbox", id: "setting-invite", checked: settings.invite_required ?? false,
      onchange: (event) => change("invite_required", event.target.checked),
    }),
    h("label", { for: "setting-invite" }, words.fields.invite_required),
    h("p", { class: "hint" }, words.hints.invite_required));
