/** What the chat panel asks of the state and of texts: pure functions. */

import { isHosting, me, onStage } from "./select.js";

const HOSTS = new Set(["host", "co_host"]);
const LINK = /https?:\/\/[^\s<>"']+/gi;
const AFTER = /[.,;:!?…]+$/; // ends a sentence, not an address

/** A text as [{text} or {text, href}]: only http and https become links, everything else stays what it is. */
export function linked(text) {
  const parts = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const shown = trimmed(found);
    if (!isAddress(shown)) continue;
    if (index > from) parts.push({ text: text.slice(from, index) });
    parts.push({ text: shown, href: new URL(shown).href });
    from = index + shown.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** A bracket around an address is not part of it, one inside is. */
function trimmed(found) {
  const shown = found.replace(AFTER, "");
  const open = shown.split("(").length;
  return shown.endsWith(")") && open < shown.split(")").length ? trimmed(shown.slice(0, -1)) : shown;
}

function isAddress(text) {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

const covers = (who, person) =>
  who === "everyone" || HOSTS.has(person.role) || (who === "stage" && onStage(person));

/** Why nobody takes a word of mine for everybody: `blocked`, `locked` by the host's setting, or null: I may write. */
export function whySilent(state) {
  const own = me(state);
  if (state.you.chat_blocked) return "blocked";
  return covers(state.webinar.settings.chat ?? "everyone", own) ? null : "locked";
}

/** To whom I may write: [{to, recipient, name}], everybody first. */
export function addressees(state) {
  const why = whySilent(state);
  if (why === "blocked") return [];
  const groups = why ? [] : [{ to: "everyone", recipient: null }, { to: "stage", recipient: null }];
  return [...groups, ...directly(state).map(({ id, name }) => ({ to: "direct", recipient: id, name }))];
}

/** The people I may write to alone: hosts always, others where the setting lets me. The latest of them are listed. */
function directly(state) {
  const own = me(state);
  const free = HOSTS.has(own.role) || covers(state.webinar.settings.direct ?? "hosts", own);
  return [...state.people.values()]
    .filter((person) => person.id !== own.id && person.place === "in" && (free || HOSTS.has(person.role)))
    .slice(0, MAX_LISTED);
}

const MAX_LISTED = 200;

export const keyOf = ({ to, recipient }) => (to === "direct" ? `direct ${recipient}` : to);
export const mayDelete = (state, { author }) => author === state.you.id || isHosting(state);

const dayOf = (iso) => new Date(iso).toDateString();

/**
 * The lines of the log: [{kind: "day", day} | {kind: "unread"} | {kind: "message", message, follows}]. `follows`: the
 * same person wrote to the same people just before, so that name and time need not stand there again.
 */
export function linesOf(messages, unreadFrom) {
  const lines = [];
  let before = null;
  for (const message of messages) {
    const newDay = !before || dayOf(before.sent_at) !== dayOf(message.sent_at);
    if (newDay) lines.push({ kind: "day", day: message.sent_at });
    if (message.id === unreadFrom) lines.push({ kind: "unread" });
    lines.push({ kind: "message", message, follows: !newDay && message.id !== unreadFrom && follows(before, message) });
    before = message;
  }
  return lines;
}

const TOGETHER_MS = 120_000;

const follows = (before, message) =>
  before !== null && before.author === message.author && keyOf(before) === keyOf(message) &&
  Date.parse(message.sent_at) - Date.parse(before.sent_at) < TOGETHER_MS;
