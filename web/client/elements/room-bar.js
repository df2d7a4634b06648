/** <th-room-bar>: while breakout rooms are open: where I am, how long they stay open, the way in, the way back, help. */

import { command, showTab } from "../actions.js";
import { enterable, openRooms, ownRoom, secondsLeft, warningBetween } from "../breakouts.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { toast } from "../page.js";
import { clockOf } from "../running-time.js";
import { hallOf, isHosting, isMoving } from "../select.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import { button } from "./parts.js";
import { View } from "./view.js";

const { rooms: words } = texts;
const SOON_S = 60;

export class RoomBarElement extends View {
  leftS = null;

  connectedCallback() {
    this.timer = setInterval(() => this.tick(), 1000);
    super.connectedCallback();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  tick() {
    const leftS = secondsLeft(store.state, Date.now());
    const due = warningBetween(this.leftS, leftS);
    if (due) toast(words.toastWarn(due), "warning");
    this.leftS = leftS;
    if (openRooms(store.state)) this.render();
  }

  view(state) {
    if (!openRooms(state)) return [];
    const leftS = secondsLeft(state, Date.now());
    return h(
      "section",
      { class: "room-bar", "aria-label": words.bar },
      icon("rooms"),
      h("p", null, h("strong", null, whereText(state))),
      leftS !== null && h("span", { class: `room-left ${leftS <= SOON_S ? "soon" : ""}` }, words.left(clockOf(leftS))),
      h("div", { class: "room-actions" }, actions(state)),
    );
  }
}

function whereText(state) {
  const room = ownRoom(state);
  if (!room) return words.open;
  return isMoving(state) ? words.moving(room.name) : words.inRoom(room.name);
}

function actions(state) {
  const hall = hallOf(state);
  const inside = Boolean(hall.you.room);
  const host = isHosting(hall);
  return [
    inside && !host && button(hall.you.help_called ? words.helpCalled : words.help, {
      key: "help", tone: "small", icon: "help", disabled: hall.you.help_called, onclick: () => command("call_for_help"),
    }),
    (host || enterable(state).length > 0) && button(host ? words.show : words.choose, { key: "rooms", tone: inside || host ? "small" : "small primary", onclick: () => showTab("rooms") }),
    inside && button(words.main, { key: "back", tone: "small", icon: "left", "aria-label": words.back, onclick: () => command("leave_room") }),
  ];
}

customElements.define("th-room-bar", RoomBarElement);
