/** Device settings, also the first thing a person sees after accepting the stage; and the keyboard shortcuts. */

import { closeDialog, toggleSource } from "../../actions.js";
import { h } from "../../dom.js";
import { amOnStage, me } from "../../select.js";
import { SHORTCUTS } from "../../shortcuts.js";
import { texts } from "../../texts.js";
import "../device-check.js";
import { languageChoice } from "../language-choice.js";
import { button } from "../parts.js";

const { devices: words } = texts;

export function devicesDialog(state, { arrival = false }) {
  return {
    title: arrival ? words.stageTitle : words.title,
    wide: true,
    body: [
      arrival && h("p", null, words.stageText),
      amOnStage(state)
        ? h("th-device-check", { class: "device-check", person: me(state), toggle: toggleSource })
        : h("p", null, words.audience),
      !arrival && shortcuts(state),
      !arrival && h("div", { class: "setting" }, languageChoice(), h("p", { class: "hint" }, words.languageHint)),
      h("div", { class: "actions" }, button(texts.done, { tone: "primary", onclick: closeDialog })),
    ],
  };
}

const shortcuts = (state) =>
  h("section", { class: "shortcuts" },
    h("h3", null, words.shortcuts),
    h("dl", null, SHORTCUTS.filter(({ name }) => amOnStage(state) || name in { layout: 1, people: 1 }).map(({ name, keys }) =>
      h("div", { key: name }, h("dt", null, texts.shortcuts[name]), h("dd", null, h("kbd", null, keys))))),
  );
