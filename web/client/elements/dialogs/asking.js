/** Dialogs that ask before something that cannot be taken back. */

import { closeDialog, command } from "../../actions.js";
import { h } from "../../dom.js";
import { leave } from "../../page.js";
import { nameOf } from "../../select.js";
import { texts } from "../../texts.js";
import { button } from "../parts.js";

const cancel = () => button(texts.cancel, { tone: "quiet", onclick: closeDialog });

export function confirmDialog(state, { power }) {
  const { title, text, button: label } = texts.confirm[power.confirm];
  const go = () => {
    closeDialog();
    if (power.run) power.run();
    else command(power.command, power.fields);
  };
  return {
    title: title(power.object ?? nameOf(state, power.fields?.participant)),
    body: [h("p", null, text), h("div", { class: "actions" }, cancel(), button(label, { tone: "danger", onclick: go }))],
  };
}

export function leaveDialog() {
  const { leave: words } = texts;
  const end = () => {
    closeDialog();
    command("end");
  };
  return {
    title: words.title,
    body: [
      h("p", null, words.text),
      h("p", { class: "muted" }, words.endText),
      h("div", { class: "actions" }, cancel(), button(words.end, { tone: "danger outline", onclick: end }), button(words.leave, { tone: "danger", icon: "leave", onclick: leave })),
    ],
  };
}
