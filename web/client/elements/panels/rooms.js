/** <th-panel-rooms>: hosts open, watch over and close the breakout rooms; everybody else chooses one, where they may. */

import { command, openDialog } from "../../actions.js";
import { enterable, inMainRoom, mayOpenRooms, openRooms } from "../../breakouts.js";
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { toast } from "../../page.js";
import { hallOf } from "../../select.js";
import { texts } from "../../texts.js";
import { button } from "../parts.js";
import { roomRecording } from "../recording.js";
import { View } from "../view.js";

const { rooms: words } = texts;
const EXTEND_MINUTES = 5;
const SHOWN = 60; // people a room, and in the main room

export class RoomsElement extends View {
  text = "";

  view(state) {
    const open = openRooms(state);
    const host = mayOpenRooms(state);
    return [
      h("div", { class: "panel-head", key: "head" }, h("h2", { class: "panel-title" }, words.title)),
      h("div", { class: "panel-body", key: "body" },
        !open && h("p", { class: "panel-note", key: "none" }, words.none),
        !open && host && button(words.openButton, { key: "open", tone: "primary", icon: "rooms", onclick: () => openDialog({ name: "rooms" }) }),
        open && host && this.tools(),
        open && open.rooms.map((room) => roomCard(state, room, host)),
        open && host && mainRoom(state),
        open && !host && enterable(state).length === 0 && h("p", { class: "panel-note", key: "wait" }, words.noneToChoose)),
    ];
  }

  tools() {
    return h(
      "div",
      { class: "room-tools", key: "tools" },
      h("form", { onsubmit: (event) => this.broadcast(event) },
        h("label", { class: "visually-hidden", for: "broadcast" }, words.broadcast),
        h("input", { id: "broadcast", class: "input", maxlength: 1000, placeholder: words.broadcast, value: this.text, autocomplete: "off", oninput: (event) => this.typed(event.target.value) }),
        button(words.broadcastSend, { tone: "small", type: "submit", disabled: !this.text.trim() })),
      h("div", { class: "room-actions" },
        button(words.extend(EXTEND_MINUTES), { tone: "small quiet", icon: "clock", onclick: () => command("extend_rooms", { for_s: 60 * EXTEND_MINUTES }) }),
        button(words.closeAll, { tone: "small danger outline", onclick: () => command("close_rooms") })),
    );
  }

  typed(text) {
    this.text = text;
    this.render();
  }

  async broadcast(event) {
    event.preventDefault();
    const { text } = this;
    if (text.trim() && (await command("broadcast_to_rooms", { text }))) {
      toast(words.broadcastSent, "success");
      this.typed("");
    }
  }
}

function roomCard(state, room, host) {
  const here = hallOf(state).you.room === room.id;
  const open = enterable(state).some(({ id }) => id === room.id);
  return h(
    "section",
    { class: `room ${room.help ? "calls" : ""}`, key: room.id, "aria-label": room.name },
    h("div", { class: "room-head" },
      h("h3", null, words.roomCount(room.name, room.count)),
      here && h("span", { class: "person-detail" }, words.here),
      open && button(words.enter, { tone: "small", "aria-label": words.enterName(room.name), onclick: () => command("enter_room", { room: room.id }) }),
      room.help && h("div", { class: "room-call" }, icon("help", 18), h("span", null, words.helpMark),
        button(words.answer, { tone: "small quiet", "aria-label": words.answerName(room.name), onclick: () => command("answer_help", { room: room.id }) }))),
    roomRecording(state, room, Date.now()),
    host && people(state, room.people.map((id) => hallOf(state).people.get(id)).filter(Boolean), room.id),
  );
}

function mainRoom(state) {
  const there = inMainRoom(state);
  return h("section", { class: "room", key: "main", "aria-label": words.main }, h("div", { class: "room-head" }, h("h3", null, words.mainCount(there.length))), people(state, there, ""));
}

function people(state, list, room) {
  if (list.length === 0) return h("p", { class: "hint" }, words.nobody);
  const { rooms } = openRooms(state);
  const options = [["", words.main], ...rooms.map(({ id, name }) => [id, name])];
  return h("ul", null, list.slice(0, SHOWN).map((person) =>
    h("li", { class: "room-person", key: person.id },
      h("span", { title: person.name }, person.name),
      h("select", { class: "input", "aria-label": words.moveName(person.name), value: room, onchange: (event) => move(person.id, event.target.value) },
        options.map(([key, text]) => h("option", { key, value: key }, text))))));
}

const move = (participant, room) => command("move_to_room", { participant, room: room || null });

customElements.define("th-panel-rooms", RoomsElement);
