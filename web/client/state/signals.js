/** What each signal changes. Of one kind the latest wins; none has a place in the order of facts. */

/** The large picture follows who speaks, never back to oneself and never away when everybody falls silent. */
function speakers(state, { active, speaking }) {
  const other = active !== null && active !== state.you?.id;
  const latest = other ? active : state.speakers.latest;
  return { ...state, speakers: { active, speaking, latest } };
}

export const SIGNALS = {
  seats: (state, { connection, seats, screens }) => ({
    ...state,
    seats: { ...state.seats, [connection]: { seats, screens } },
  }),
  speakers,
  quality: (state, { people }) => ({ ...state, quality: { ...state.quality, ...people } }),
  counts: (state, { inside, waiting }) => ({ ...state, counts: { inside, waiting } }),
};
