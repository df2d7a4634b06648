/** Recordings as the webinar tells of them, of all its rooms: those that have not been stopped. They stand in `webinar.recordings`. */

const recorded = (state, recordings) => ({ ...state, webinar: { ...state.webinar, recordings } });
const known = (state) => state.webinar?.recordings ?? [];
const change = (state, id, rule) => recorded(state, known(state).map((each) => (each.id === id ? { ...each, ...rule(each) } : each)));

export const FACTS = {
  recording_started: (state, { recording, room, at }) =>
    recorded(state, [...known(state), { id: recording, room, started_at: at, paused_at: null, paused_ms: 0 }]),
  recording_paused: (state, { recording, at }) => change(state, recording, () => ({ paused_at: at })),
  recording_resumed: (state, { recording, at }) =>
    change(state, recording, (each) => ({
      paused_at: null, paused_ms: each.paused_ms + Math.max(0, Date.parse(at) - Date.parse(each.paused_at ?? at)),
    })),
  recording_stopped: (state, { recording }) => recorded(state, known(state).filter(({ id }) => id !== recording)),
  consent_given: (state, { participant }) => {
    const person = state.people.get(participant);
    const people = person ? new Map(state.people).set(participant, { ...person, consents: true }) : state.people;
    return { ...state, people, you: participant === state.you?.id ? { ...state.you, consents: true } : state.you };
  },
};
