/**
 * The page shows one place: the webinar's main room, called the hall here, or a breakout room.
 *
 * In a room the state is that of the room, for it is a webinar of its own to whoever is in it; the hall's goes on in
 * `state.hall`, fed by its own session. What belongs to the page (layout, panel, dialogs, notices) stays where it is.
 */

import { localState } from "./local.js";

export const START = {
  hall: null, // the hall's whole state while a room is on display
};

const OF_A_PLACE = new Set(["link", "watching", "pinned", "page", "laterInvitation"]);
const OF_THE_PAGE = Object.keys(localState).filter((key) => !OF_A_PLACE.has(key));

const page = (state) => Object.fromEntries(OF_THE_PAGE.map((key) => [key, state[key]]));

/** Rules that need the whole fold: `(state, event, reduce, initialState) -> state`. */
export const PLACES = {
  "room-entered": (state, { snapshot }, reduce, initialState) => {
    const hall = state.hall ?? { ...state, reading: false };
    const link = { state: "open", retryAtMs: null };
    return reduce({ ...initialState, ...page(state), link, hall }, snapshot);
  },
  "room-left": (state) => (state.hall ? { ...state.hall, ...page(state) } : state),
  "in-hall": (state, { event }, reduce) => {
    if (!state.hall) return reduce(state, event);
    const hall = reduce(state.hall, event);
    return hall === state.hall ? state : { ...state, hall };
  },
};
