/** The host's settings of the webinar. Each choice is sent at once; the page shows what the server then says. */

import { closeDialog, command } from "../../actions.js";
import { h } from "../../dom.js";
import { texts } from "../../texts.js";
import { button, select } from "../parts.js";

const { settings: words } = texts;
const WHO = ["hosts", "stage", "everyone"];
const STAGE = ["hosts", "stage"]; // the audience never has a microphone or a screen

/** Section by section: setting -> its values; `true` stands for a box to tick. */
const SECTIONS = {
  door: { waiting_room: ["off", "until_start", "always"], invite_required: true, recording_announced: true },
  stage: { unmute: STAGE, share: STAGE },
  audience: { see_people: WHO, reactions: true },
  chat: { chat: WHO, direct: WHO, slow_mode_s: [0, 5, 15, 30, 60, 300] },
  questions: { ask: WHO, review_questions: true, anonymous_questions: true },
};

const UNTOLD = { reactions: true, anonymous_questions: true }; // what holds where a server does not say

const change = (name, value) => command("change_settings", { [name]: value });
const id = (name) => `setting-${name}`;
const hint = (name) => words.hints[name] && h("p", { class: "hint" }, words.hints[name]);

function label(name, value) {
  if (name === "slow_mode_s") return words.slow(value);
  return (name === "waiting_room" ? words.waiting_room : words.who)[value];
}

/** A value set elsewhere that has no line of its own here is shown as the one that means the same or the next one. */
function shown(name, values, value) {
  if (values.includes(value)) return value;
  return name === "slow_mode_s" ? values.find((each) => each > value) ?? values.at(-1) : values.includes("stage") ? "stage" : values[0];
}

const choice = (name, values, value) =>
  h("div", { class: "setting", key: name },
    select(id(name), words.fields[name], String(shown(name, values, value)), values.map((each) => [String(each), label(name, each)]),
      (picked) => change(name, values.find((each) => String(each) === picked))),
    hint(name));

const tick = (name, value) =>
  h("div", { class: "setting check", key: name },
    h("input", { type: "checkbox", id: id(name), checked: value ?? UNTOLD[name] ?? false, onchange: (event) => change(name, event.target.checked) }),
    h("label", { for: id(name) }, words.fields[name]),
    hint(name));

export function settingsDialog({ webinar: { settings } }) {
  const sections = Object.entries(SECTIONS).map(([section, rows]) =>
    h("section", { class: "settings-section", key: section, "aria-labelledby": `settings-${section}` },
      h("h3", { id: `settings-${section}` }, words.sections[section]),
      Object.entries(rows).map(([name, values]) => (values === true ? tick(name, settings[name]) : choice(name, values, settings[name])))));
  return {
    title: words.title,
    body: [h("p", { class: "muted" }, words.intro), ...sections, h("div", { class: "actions" }, button(texts.done, { tone: "primary", onclick: closeDialog }))],
  };
}
