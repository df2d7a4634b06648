/** <th-controls>: the bar below the stage. What a person may not do is shown as such and says why when asked. */

import { openDialog, toggleLayout, togglePanel, toggleSource, toggleTab } from "../actions.js";
import { hasCaptions, toggleCaptions } from "../captioning.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { canShareScreen } from "../media/devices.js";
import { leave } from "../page.js";
import { newsIn, newsOfAll, openPanel, panelsFor } from "../panels.js";
import { amOnStage, hallOf, may, whyNot } from "../select.js";
import { keysOf } from "../shortcuts.js";
import { texts } from "../texts.js";
import { handButton } from "./hands.js";
import { badge, iconButton } from "./parts.js";
import "./reactions.js";
import { recordingButtons } from "./recording.js";
import { View } from "./view.js";

const { controls } = texts;

export class ControlsElement extends View {
  view(state) {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", controls.label);
    return [
      h("div", { class: "control-group", key: "sources" }, amOnStage(state) && sourceButtons(state), handButton(state), h("th-react", { key: "react" })),
      h("div", { class: "control-group tips-right", key: "view" }, recordingButtons(state), viewButtons(state)),
      h("div", { class: "control-group end", key: "end" }, panelButtons(state), leaveButton(state)),
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

const viewButtons = (state) => [
  iconButton(controls.layout[state.layout], {
    key: "layout", icon: state.layout === "speaker" ? "gallery" : "speaker", keys: keysOf("layout"), size: 22, class: "control", onclick: toggleLayout,
  }),
  hasCaptions(state) && iconButton(state.captionsShown ? texts.captions.hide : texts.captions.show, {
    key: "captions", icon: "captions", size: 22, class: `control captions-button ${state.captionsShown ? "chosen" : ""}`, "aria-pressed": String(state.captionsShown), onclick: toggleCaptions,
  }),
  iconButton(controls.devices, { key: "devices", icon: "settings", size: 22, class: "control", onclick: () => openDialog({ name: "devices" }) }),
];

/** A button for each tab of the side panel where there is room, one for all on a phone: the style sheet shows either. */
function panelButtons(state) {
  const open = state.panel ? openPanel(state).name : null;
  return [
    panelsFor(state).map((panel) => {
      const { count, label } = newsIn(state, panel);
      return iconButton(
        label,
        { key: panel.name, icon: panel.icon, keys: keysOf(panel.name), size: 22, class: "control of-one-tab", "aria-expanded": String(open === panel.name), onclick: () => toggleTab(panel.name) },
        badge(count),
      );
    }),
    iconButton(
      newsOfAll(state).label,
      { key: "panel", icon: "panel", size: 22, class: "control of-all-tabs", "aria-expanded": String(state.panel), onclick: togglePanel },
      badge(newsOfAll(state).count),
    ),
  ];
}

/** Who may end the webinar is asked which of the two they mean; everybody else just leaves. */
const leaveButton = (state) =>
  h(
    "button",
    { type: "button", class: "button danger leave", onclick: () => (may(hallOf(state), "end") ? openDialog({ name: "leave" }) : leave()) },
    icon("leave"), h("span", null, controls.leave),
  );

customElements.define("th-controls", ControlsElement);
