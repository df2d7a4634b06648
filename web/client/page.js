/**
 * The webinar page's parts, made once and wired: session, media, identity, store. `enter` goes through the door.
 *
 * Messages take one way: the session hears them, notices are read off, the store takes them, media follows the store.
 */

import { isServing, joinWebinar } from "./api.js";
import { backoffMs, sleep } from "./backoff.js";
import { holdIdentity, identityOfTab, saveIdentity } from "./identity.js";
import { Media } from "./media/media.js";
import { Moving } from "./moving.js";
import { noticesOf } from "./notices.js";
import { amOnStage, hallOf, me, pageOf } from "./select.js";
import { FINAL, Session } from "./socket.js";
import { store } from "./store.js";
import { texts } from "./texts.js";

export const webinarId = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const fragment = takeFragment();
export const invite = fragment.get("invite") ?? identityOfTab(webinarId)?.invite ?? null;
/** The token of a registration, if its link was opened. */
export const registration = fragment.get("registration");

const COMES_BACK = new Set(["left", "no_such_participant"]); // the server forgot us while we were away, not by our wish
const TOAST_MS = 6000;
const LEAVE_MS = 1500;
const SETTLE_MS = 300; // facts of one command arrive together; this is for the slow ones
let leaving = false;
let toastNumber = 0;

const common = {
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`,
  crowd: () => ({ onStage: amOnStage(store.state), inside: store.state.counts.inside }),
  isServing,
};

/** Of the webinar, open for as long as the person is in it, also while they are in a breakout room. */
export const session = new Session({
  ...common,
  token: null,
  lastSeq: () => hallOf(store.state).seq,
  onMessage: hearHall,
  onLink: (state, retryAtMs) => inHall({ type: "link", state, retryAtMs }),
  onServer: (isNew) => here() === session && (isNew ? media.renew() : media.resumed()),
});

export const media = new Media({ store, session, onProblem: deviceProblem });

const moving = new Moving({
  store, media, hall: session, hear,
  onPlace: (room) => toast(room ? texts.rooms.toastIn(room) : texts.rooms.toastBack),
  open: (room, handlers) => new Session({ ...common, token: session.token, room, ...handlers }),
});

/** The session of the place on display: the webinar's own, or a breakout room's. */
export const here = () => moving.here;

/** Joins by HTTP, then opens the session. Raises ApiError. `identity` is a person to come back as, or null. */
export async function enter(name, identity, { invitation = invite, consent = false } = {}) {
  const joined = await joinWebinar(webinarId, { name, invite: identity ? null : invitation, token: identity?.token, consent });
  saveIdentity(webinarId, {
    ...identity, name, invite: invitation ?? identity?.invite ?? null, token: joined.token, participant: joined.participantId,
  });
  holdIdentity(joined.participantId);
  session.token = joined.token;
  store.dispatch({ type: "entered", value: true });
  session.start();
}

/** Goes, and does not come back by itself; without waiting for a server that does not answer. */
export async function leave() {
  leaving = true;
  await Promise.race([session.command("leave").catch(() => {}), sleep(LEAVE_MS)]);
  end("left");
}

export function end(code, message) {
  moving.close();
  store.dispatch({ type: "gone", code, message });
  session.stop();
  media.stop();
}

/** `tab` of the side panel is offered beside the text. */
export function toast(text, tone = "info", tab = null) {
  toastNumber += 1;
  const id = toastNumber;
  store.dispatch({ type: "toast", id, text, tone, tab });
  setTimeout(() => store.dispatch({ type: "toast-gone", id }), TOAST_MS + text.length * 40);
}

/** What a refusal means in words. */
export const wordsFor = (error) => texts.refusals[error.code] ?? (error.message || texts.refusals.failed);

function inHall(event) {
  store.dispatch({ type: "in-hall", event });
}

function hearHall(message) {
  if (message.type === "goodbye") return farewell(message);
  if (!store.state.hall) hear(message);
  else {
    for (const notice of noticesOf(message, store.state.hall)) tell(notice);
    inHall(message);
  }
  if (message.type === "snapshot") remember();
  return undefined;
}

/** What the place on display says. */
function hear(message) {
  for (const notice of noticesOf(message, store.state)) tell(notice);
  if (message.type === "connection_ended") return media.connectionEnded(message);
  if (message.type === "role_offered") store.dispatch({ type: "later-invitation", value: false });
  return store.dispatch(message);
}

async function tell({ text, tone, ifOnStage = false, tab = null }) {
  if (ifOnStage) await sleep(SETTLE_MS);
  if (!ifOnStage || (pageOf(store.state) === "stage" && amOnStage(store.state))) toast(text, tone, tab);
}

function farewell({ code, message }) {
  if (leaving) return;
  if (COMES_BACK.has(code)) comeBack();
  else if (FINAL.has(code)) end(code, message);
}

async function comeBack(attempt = 0) {
  await sleep(backoffMs(attempt, { baseMs: 1000, capMs: 15000 }));
  try {
    const { token } = await joinWebinar(webinarId, { name: me(hallOf(store.state))?.name ?? "", token: session.token });
    session.enterWith(token);
  } catch (error) {
    if (error.status >= 400 && error.status < 500 && error.status !== 429) end(error.code, error.message);
    else comeBack(attempt + 1);
  }
}

/** The landing page lists where this browser was, and a reload shows the right words before the server has answered. */
function remember() {
  const hall = hallOf(store.state);
  const { webinar, you } = hall;
  const { name, role } = me(hall);
  saveIdentity(webinarId, { title: webinar.title, participant: you.id, name, role });
  document.title = `${webinar.title} – ${texts.product}`;
}

function deviceProblem(source, code) {
  if (source.startsWith("screen") && code === "denied") return; // the person closed the chooser
  const known = texts.problems[code];
  const text = typeof known === "string" ? known : known?.[source];
  toast(text ?? texts.refusals[code] ?? texts.problems.failed[source] ?? texts.refusals.failed, "warning");
}

/** An invitation leaves the address bar at once: what is on a shared screen is read by everybody. */
function takeFragment() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.size > 0) history.replaceState(null, "", location.pathname);
  return given;
}
