/** <th-tile>: one person or one screen on the stage: picture or initials, name, what is muted, who speaks, how well it flows. */

import { togglePin, use } from "../actions.js";
import { h } from "../dom.js";
import { icon, qualityIcon } from "../icons.js";
import { media } from "../page.js";
import { powersOver } from "../powers.js";
import { inSpotlight, isMe, seatOf } from "../select.js";
import { texts } from "../texts.js";
import "./menu.js";
import { avatar, hidden } from "./parts.js";
import "./video.js";
import { View } from "./view.js";

export class TileElement extends View {
  box = null; // of geometry.js

  view(state) {
    const person = state.people.get(this.box?.participant);
    if (!person) return [];
    const face = factsOf(state, person, this.box.source);
    this.className = ["tile", this.box.kind, face.speaking && "speaking", face.source === "screen" && "screen"].filter(Boolean).join(" ");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", labelOf(face));
    return [
      h("th-video", { owner: person.id, track: face.track, mirrored: face.own && face.source === "camera", key: "video" }),
      face.source === "camera" && h("div", { class: "tile-face", key: "face" }, avatar(person)),
      troubleOf(face),
      nameTag(face),
      this.menu(state, face),
    ];
  }

  menu(state, { person, own }) {
    const pinned = state.pinned === person.id;
    const pin = { id: "pin", label: pinned ? texts.stage.unpin : texts.stage.pin, icon: "pin", run: () => togglePin(person.id) };
    const powers = powersOver(state, person).map((power) => ({ ...power, run: () => use(power) }));
    const items = own ? powers : [pin, ...powers];
    return items.length > 0 && h("th-menu", { key: "menu", label: texts.stage.options(person.name), items, extra: "tile-menu" });
  }
}

/** Everything a tile shows about a person, from the state. */
function factsOf(state, person, source) {
  const own = isMe(state, person);
  const on = person.on.includes(source) || (own && state.mine[source] !== "off");
  return {
    person, own, source, on,
    track: on ? trackOf(state, person, source, own) : null,
    muted: source === "camera" && !person.on.includes("microphone"),
    speaking: source === "camera" && state.speakers.speaking.includes(person.id) && person.on.includes("microphone"),
    quality: state.quality[person.id] ?? null,
    pinned: state.pinned === person.id,
    lit: source === "camera" && inSpotlight(state)?.id === person.id,
  };
}

function trackOf(state, person, source, own) {
  if (own) return media.sources.track(source);
  const seat = seatOf(state, person.id, source);
  return seat && media.watching.track(seat.kind, seat.index, "video");
}

function labelOf({ person, source, own, muted, speaking, lit }) {
  if (source === "screen") return texts.stage.screenOf(person.name);
  const name = own ? texts.nameWithYou(person.name) : person.name;
  return [name, muted && texts.stage.muted, speaking && texts.stage.speaking, lit && texts.stage.lit].filter(Boolean).join(", ");
}

function troubleOf({ quality, on, track, own, source }) {
  if (!own && quality === "lost") return h("div", { class: "tile-trouble", key: "trouble" }, texts.stage.lost);
  const waits = source === "screen" && on && !track && !own;
  return waits && h("div", { class: "tile-trouble", key: "trouble" }, texts.stage.connecting);
}

function nameTag({ person, source, own, muted, quality, pinned, lit }) {
  const name = source === "screen" ? texts.stage.screenOf(person.name) : own ? texts.nameWithYou(person.name) : person.name;
  return h(
    "div",
    { class: "name-tag", key: "name" },
    source === "screen" && icon("screen", 16),
    muted && h("span", { class: "muted-mark" }, icon("microphone-off", 16)),
    h("span", { class: "name", title: name }, name),
    lit && icon("spotlight", 16),
    pinned && icon("pin", 16),
    quality && quality !== "good" && source === "camera" && h("span", { title: texts.quality[quality] }, qualityIcon(quality), hidden(texts.quality[quality])),
  );
}

customElements.define("th-tile", TileElement);
