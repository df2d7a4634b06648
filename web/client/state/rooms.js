/** Breakout rooms as the webinar tells of them: which there are, who is where, who calls for help. */

export const START = {
  rooms: null, // {assign, speak, closes_at, rooms: [{id, name, count, people: hosts see who, help}]} while they are open
};

export const fromSnapshot = (state, { rooms = null }) => ({ rooms });

const isoOf = (ms) => (ms === null ? null : new Date(ms).toISOString());
const isHost = (state) => ["host", "co_host"].includes(state.people.get(state.you?.id)?.role);

const change = (state, changes) => (state.rooms ? { ...state, rooms: { ...state.rooms, ...changes } } : state);
const changeEach = (state, rule) => (state.rooms ? change(state, { rooms: state.rooms.rooms.map(rule) }) : state);

/** Hosts are told of everybody who moves, everybody of themselves; for others the counts come by themselves. */
function moved(state, { participant, room }) {
  const you = state.you.id === participant ? { ...state.you, room, help_called: false } : state.you;
  const next = { ...state, you };
  if (!isHost(state)) return next;
  return changeEach(next, (each) => {
    const people = each.people.filter((id) => id !== participant).concat(each.id === room ? [participant] : []);
    return { ...each, people, count: people.length };
  });
}

const help = (state, room, called) => {
  const mine = state.you.room === room;
  const next = mine ? { ...state, you: { ...state.you, help_called: called } } : state;
  return changeEach(next, (each) => (each.id === room ? { ...each, help: called && isHost(state) } : each));
};

export const FACTS = {
  rooms_opened: (state, { rooms, assign, speak, closes_at_ms: closesAtMs }) => ({
    ...state,
    rooms: { assign, speak, closes_at: isoOf(closesAtMs), rooms: rooms.map((room) => ({ ...room, count: 0, people: [], help: false })) },
  }),
  person_moved: moved,
  help_called: (state, { room }) => help(state, room, true),
  help_answered: (state, { room }) => help(state, room, false),
  rooms_extended: (state, { closes_at_ms: closesAtMs }) => change(state, { closes_at: isoOf(closesAtMs) }),
  rooms_closed: (state) => ({ ...state, rooms: null, you: { ...state.you, room: null, help_called: false } }),
};

export const SIGNALS = {
  room_counts: (state, { rooms }) => changeEach(state, (each) => ({ ...each, count: rooms[each.id] ?? each.count })),
};
