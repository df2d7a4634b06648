/** What happens in this page alone: the link to the server, own devices, layout, dialogs, notices. */

export const localState = {
  link: { state: "idle", retryAtMs: null }, // idle | connecting | open | reconnecting | closed
  entered: false, // the person pressed Join; before that it is the pre-join page
  mine: { microphone: "off", camera: "off", screen: "off", screen_audio: "off" }, // off | starting | on
  peers: { publish: "idle", watch: "idle" }, // idle | connecting | connected | retrying | elsewhere
  watching: null, // connection id of the watch connection on display
  soundBlocked: false, // the browser wants a click before it plays sound
  talkingMuted: false,
  layout: "speaker", // speaker | gallery
  pinned: null,
  page: 0, // of the gallery
  panel: false,
  tab: "people", // of the panel, also while it is closed
  dialog: null, // {name, ...}
  laterInvitation: false, // the invitation's dialog was closed without an answer
  toasts: [], // {id, text, tone, tab}
};

const MAX_TOASTS = 4; // more cover the stage; the oldest go first

const set = (name) => (state, { value }) => (state[name] === value ? state : { ...state, [name]: value });

export const LOCAL = {
  "link": (state, { state: name, retryAtMs = null }) => ({ ...state, link: { state: name, retryAtMs } }),
  "entered": set("entered"),
  "mine": (state, { source, value }) =>
    state.mine[source] === value ? state : { ...state, mine: { ...state.mine, [source]: value } },
  "peer": (state, { name, value }) =>
    state.peers[name] === value ? state : { ...state, peers: { ...state.peers, [name]: value } },
  "device": (state) => ({ ...state }), // another track stands for a source: elements look again
  "watching": (state, { connection }) => ({
    ...state,
    watching: connection,
    seats: connection in state.seats ? { [connection]: state.seats[connection] } : {},
  }),
  "sound-blocked": set("soundBlocked"),
  "talking-muted": set("talkingMuted"),
  "layout": (state, { value }) => ({ ...state, layout: value, page: 0 }),
  "pinned": set("pinned"),
  "page": set("page"),
  "panel": set("panel"),
  "tab": set("tab"),
  "dialog": set("dialog"),
  "later-invitation": set("laterInvitation"),
  "unmute-answered": (state) => ({ ...state, asked: null }),
  "gone": (state, { code, message = "" }) => ({ ...state, gone: { code, message } }),
  "toast": (state, { id, text, tone = "info", tab = null }) => ({
    ...state,
    toasts: [...state.toasts.filter((toast) => toast.text !== text), { id, text, tone, tab }].slice(-MAX_TOASTS),
  }),
  "toast-gone": (state, { id }) => ({ ...state, toasts: state.toasts.filter((toast) => toast.id !== id) }),
};
