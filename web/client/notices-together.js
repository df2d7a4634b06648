/** What people are told of hands, the rooms and their calls: rules for notices.js, `(event, before, mine) -> [notice]`. */

import { amOnStage, isHosting, nameOf } from "./select.js";
import { texts } from "./texts.js";

const { hands, rooms } = texts;
const tell = (text, tone = "info", tab = null) => [{ text, tone, tab }];
const roomOf = (state, id) => state.rooms?.rooms.find((room) => room.id === id)?.name ?? "";

export const TOGETHER = {
  // The first hand only: the others are a number beside the people.
  hand_appeared: ({ hand }, before) => (isHosting(before) && before.hands.length === 0 ? tell(hands.toast(hand.name), "info", "people") : []),
  /** One's own, lowered by somebody else; whoever comes on stage has been told of that. */
  your_hand: ({ place }, before) =>
    place === null && (before.you.hand ?? null) !== null && !before.handLowering && !amOnStage(before) ? tell(hands.lowered) : [],
  rooms_opened: (event, before) =>
    event.assign === "choose" && !isHosting(before) ? tell(rooms.toastOpen, "success", "rooms") : [],
  rooms_broadcast: ({ by, text }, before) => tell(rooms.broadcastFrom(nameOf(before, by) || texts.roles.host, text), "success"),
  help_called: ({ room }, before) => (isHosting(before) ? tell(rooms.toastHelp(roomOf(before, room)), "warning", "rooms") : []),
  help_answered: ({ room }, before) => (!isHosting(before) && before.you.room === room ? tell(rooms.toastComes, "success") : []),
  rooms_extended: () => tell(rooms.toastExtended),
  rooms_closed: (event, before) => (before.you.room ? [] : tell(rooms.toastClosed)),
};
