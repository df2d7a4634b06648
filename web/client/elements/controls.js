/** <th-controls>: the bar below the stage. What a person may not do is shown as such and says why when asked. */

import { openDialog, toggleLayout, togglePanel, toggleSource } from "../actions.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { canShareScreen } from "../media/devices.js";
import { leave } from "../page.js";
import { amOnStage, isHosting, may, waitingCount, whyNot } from "../select.js";
import { keysOf } from "../shortcuts.js";
import { texts } from "../texts.js";
import { iconButton } from "./parts.js";
import { View } from "./view.js";

const { controls } = texts;

export class ControlsElement extends View {
  view(state) {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", controls.label);
    return [
      h("div", { class: "control-group", key: "sources" }, amOnStage(state) && sourceButtons(state)),
      h("div", { class: "control-group tips-right", key: "view" }, viewButtons(state)),
      h("div", { class: "control-group end", key: "leave" }, leaveButton(state)),
    ];
  }
}

const sourceButtons = (state) => [
  sourceButton(state, "microphone"),
  sourceButton(state, "camera"),
  canShareScreen() && sourceButton(state, "screen"),
];

function sourceButton(state, source) {
  const mine = state.mine[source];
  const on = mine !== "off";
  const reason = whyNot(state, source);
  const label = mine === "starting" ? controls.starting : controls[`${source}${on ? "On" : "Off"}`];
  const look = [on ? "on" : "off", reason && !on && "barred", mine === "starting" && "busy"].filter(Boolean).join(" ");
  return iconButton(label, {
    key: source, icon: on ? source : `${source}-off`.replace("screen-off", "screen"), keys: keysOf(source), size: 24,
    class: `control source ${source} ${look}`, "aria-disabled": reason && !on ? "true" : null, onclick: () => toggleSource(source),
  });
}

function viewButtons(state) {
  const waiting = isHosting(state) ? waitingCount(state) : 0;
  return [
    iconButton(controls.layout[state.layout], {
      key: "layout", icon: state.layout === "speaker" ? "gallery" : "speaker", keys: keysOf("layout"), size: 22, class: "control", onclick: toggleLayout,
    }),
    iconButton(
      waiting ? controls.peopleWaiting(waiting) : controls.people,
      { key: "people", icon: "people", keys: keysOf("people"), size: 22, class: "control", "aria-expanded": String(state.panel), onclick: togglePanel },
      waiting > 0 && h("span", { class: "badge", "aria-hidden": "true" }, waiting > 99 ? "99+" : waiting),
    ),
    iconButton(controls.devices, { key: "devices", icon: "settings", size: 22, class: "control", onclick: () => openDialog({ name: "devices" }) }),
  ];
}

/** Who may end the webinar is asked which of the two they mean; everybody else just leaves. */
const leaveButton = (state) =>
  h(
    "button",
    { type: "button", class: "button danger leave", onclick: () => (may(state, "end") ? openDialog({ name: "leave" }) : leave()) },
    icon("leave"), h("span", null, controls.leave),
  );

customElements.define("th-controls", ControlsElement);
