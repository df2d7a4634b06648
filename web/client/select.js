/** Questions put to the state: pure functions, nothing remembered. */

const STAGE = new Set(["host", "co_host", "presenter"]);
const HOSTS = new Set(["host", "co_host"]);
/** Lower number, higher role. */
export const RANK = { host: 0, co_host: 1, presenter: 2, attendee: 3 };

export const me = (state) => state.people.get(state.you?.id) ?? null;
export const isMe = (state, person) => person.id === state.you?.id;
export const onStage = (person) => person.place === "in" && STAGE.has(person.role);
export const isHosting = (state) => HOSTS.has(me(state)?.role);
export const amOnStage = (state) => me(state) !== null && onStage(me(state));
export const may = (state, command) => state.you?.rights.includes(command) ?? false;
export const nameOf = (state, id) => state.people.get(id)?.name ?? "";

/** The webinar's main room, also while a breakout room is on display; and the room this person is in, or null. */
export const hallOf = (state) => state.hall ?? state;
export function roomOf(state) {
  const { you, gone, webinar } = hallOf(state);
  return !gone && webinar?.status !== "ended" && you?.place === "in" ? (you.room ?? null) : null;
}

/** Whether the page is on its way into a room: the hall has let go of us, the room is not there yet. */
export const isMoving = (state) => roomOf(state) !== null && roomOf(state) !== state.webinar.id;

/** Who gets a tile: oneself first, then hosts, then the others in the order they came. */
export function stagePeople(state) {
  const elsewhere = new Set((state.rooms?.rooms ?? []).flatMap(({ people }) => people)); // in breakout rooms, as hosts are told
  return [...state.people.values()]
    .filter((person) => onStage(person) && ((person.connected && !elsewhere.has(person.id)) || isMe(state, person)))
    .sort((a, b) => isMe(state, b) - isMe(state, a) || RANK[a.role] - RANK[b.role]);
}

export const others = (state) => stagePeople(state).filter((person) => !isMe(state, person));

/** The person whose screen is shown large: the one the server has put into the screen seat, else the first who shares. */
export function sharer(state) {
  const sharing = others(state).filter((person) => person.on.includes("screen"));
  const seated = state.seats[state.watching]?.screens ?? [];
  return sharing.find((person) => seated.includes(person.id)) ?? sharing[0] ?? null;
}

/** Whom hosts have put in the spotlight; oneself, too. */
export const inSpotlight = (state) => stagePeople(state).find((person) => person.id === state.webinar?.spotlight) ?? null;

/** Whose face is large: pinned, else in the spotlight, else the latest other speaker, else the first other with a camera, else anyone. */
export function largestFace(state) {
  const people = others(state);
  const find = (id) => people.find((person) => person.id === id);
  return (
    find(state.pinned) ??
    inSpotlight(state) ??
    find(state.speakers.latest) ??
    people.find((person) => person.on.includes("camera")) ??
    people[0] ??
    me(state)
  );
}

const camera = (person) => ({ key: `${person.id} camera`, participant: person.id, source: "camera" });
const screen = (person) => ({ key: `${person.id} screen`, participant: person.id, source: "screen" });

/** What the stage shows: one main tile or none, and the rest. Pinning a person puts their face before a shared screen. */
export function scene(state) {
  const faces = stagePeople(state);
  const shared = sharer(state);
  if (state.layout === "gallery") {
    return { main: null, rest: [...(shared ? [screen(shared)] : []), ...faces.map(camera)] };
  }
  const pinned = faces.find((person) => person.id === state.pinned);
  if (shared && !pinned) return { main: screen(shared), rest: faces.map(camera) };
  const large = largestFace(state);
  const rest = faces.filter((person) => person.id !== large?.id).map(camera);
  return { main: large && camera(large), rest: shared ? [screen(shared), ...rest] : rest };
}

/** The track of `participant` on the watch connection on display, as {kind: "seats" or "screens", index}, or null. */
export function seatOf(state, participant, source) {
  const kind = source === "screen" ? "screens" : "seats";
  const index = (state.seats[state.watching]?.[kind] ?? []).indexOf(participant);
  return index < 0 ? null : { kind, index };
}

const byRank = (a, b) => RANK[a.role] - RANK[b.role];
const inPlace = (state, place) => [...state.people.values()].filter((person) => person.place === place);

/** The people panel's groups. `search` is matched against names, case and accents aside. */
export function peopleGroups(state, search = "") {
  const wanted = plain(search);
  const match = (person) => plain(person.name).includes(wanted);
  const inside = inPlace(state, "in").filter(match);
  return {
    waiting: inPlace(state, "waiting").filter((person) => match(person) && !isMe(state, person)),
    stage: inside.filter((person) => STAGE.has(person.role)).sort(byRank),
    audience: inside.filter((person) => person.role === "attendee"),
  };
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** People inside who are not on stage, also where their names are not told. */
export function audienceSize(state) {
  const inside = inPlace(state, "in");
  const stage = inside.filter((person) => STAGE.has(person.role)).length;
  return Math.max(inside.length - stage, state.counts.inside - stage);
}

export const waitingCount = (state) => Math.max(inPlace(state, "waiting").length, state.counts.waiting);

/** Which page a person sees. */
export function pageOf(state) {
  if (state.gone) return "gone";
  if (!state.entered) return "prejoin";
  if (!state.you) return "entering";
  if (state.you.place === "waiting") return "waiting";
  return state.webinar?.status === "ended" ? "gone" : "stage";
}

/** Why one of one's own sources cannot be turned on: null (it can), `blocked`, `setting` or `audience`. */
export function whyNot(state, source) {
  const own = me(state);
  if (!amOnStage(state)) return "audience";
  if (own.blocked.includes(source)) return "blocked";
  if (state.you.sources.includes(source)) return null;
  return "setting";
}
