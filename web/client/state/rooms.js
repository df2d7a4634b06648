/** Breakout rooms as the webinar tells of them: which there are, who is where, who calls for help. */

export const START = {
  rooms: null, // {assign, speak, closes_at, rooms: [{id, name, people, count, help}]} while they are open
};

export const fromSnapshot = (state, { rooms = null }) => ({ rooms });

export const FACTS = {};
