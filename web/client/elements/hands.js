/** Raised hands: the button for one's own, and the host's queue, in order, with what may be done for each. */

import { command, use } from "../actions.js";
import { h } from "../dom.js";
import { may, onStage } from "../select.js";
import { keysOf } from "../shortcuts.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./menu.js";
import { badge, button, iconButton } from "./parts.js";

const { hands: words } = texts;
const MINUTES = [2, 5, 10];
const SHOWN = 100;

/** For whoever is not on stage: there one just speaks. */
export function handButton(state) {
  if (!may(state, "raise_hand") || onStage(state.people.get(state.you.id))) return null;
  const place = state.you.hand ?? null;
  const up = place !== null;
  const label = up ? words.lowerPlace(place) : words.raise;
  return iconButton(
    label,
    { key: "hand", icon: "hand", size: 24, class: `control hand ${up ? "on" : ""}`, keys: keysOf("hand"), "aria-pressed": String(up), onclick: () => toggleHand(up) },
    badge(place ?? 0),
  );
}

function toggleHand(up) {
  if (up) store.dispatch({ type: "hand-lowering" });
  return command(up ? "lower_hand" : "raise_hand");
}

/** The queue, for whoever is shown it: hosts and the stage. */
export function handQueue(state) {
  if (state.hands.length === 0) return null;
  return h(
    "section",
    { class: "people-group hands", key: "hands", "aria-labelledby": "group-hands" },
    h("div", { class: "group-head" },
      h("h3", { id: "group-hands" }, `${words.title} (${texts.number(state.hands.length)})`),
      may(state, "lower_all_hands") && button(words.lowerAll, { tone: "small quiet", onclick: () => command("lower_all_hands") })),
    h("ol", { class: "people-list" }, state.hands.slice(0, SHOWN).map((hand, index) => row(state, hand, index))),
  );
}

function row(state, { participant, name, raised_at: raisedAt }, index) {
  const person = state.people.get(participant);
  const shown = person?.name ?? name;
  return h(
    "li",
    { class: "person", key: participant },
    h("span", { class: "hand-place", "aria-hidden": "true" }, texts.number(index + 1)),
    h("div", { class: "person-text" }, h("span", { class: "person-name" }, shown), h("span", { class: "person-detail" }, person?.offered ? texts.people.invited : words.waits(texts.time(raisedAt)))),
    may(state, "invite") && h("th-menu", { label: words.inviteName(shown), icon: "invite", items: times(participant) }),
    may(state, "lower_all_hands") && iconButton(words.lowerName(shown), { icon: "close", size: 18, tipSide: "left", onclick: () => command("lower_hand", { participant }) }),
  );
}

/** Onto the stage for a while, counted from when they accept, or open-ended. */
function times(participant) {
  const invite = (fields) => () => use({ command: "invite", fields: { participant, role: "presenter", ...fields } });
  return [
    ...MINUTES.map((n) => ({ id: `m${n}`, label: words.minutes(n), icon: "clock", run: invite({ for_s: 60 * n }) })),
    { id: "open", label: words.openEnded, icon: "invite", run: invite({}) },
  ];
}
