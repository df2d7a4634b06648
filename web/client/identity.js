/**
 * Who this browser is in a webinar. A tab's own identity lives in sessionStorage, so a reload is still the same person;
 * localStorage keeps it for the next visit. Two tabs of one browser can so be two people.
 *
 * An identity is {webinar, token, participant, name, role, title, invite, registration, savedAtMs}.
 */

const PREFIX = "townhall:";
const MAX_REMEMBERED = 8; // what the landing page lists; older ones are forgotten

export const identityOfTab = (webinar) => read(sessionStorage, webinar);
export const identityOfBrowser = (webinar) => read(localStorage, webinar);

export function saveIdentity(webinar, changes) {
  const identity = { ...read(sessionStorage, webinar), ...changes, webinar, savedAtMs: Date.now() };
  for (const storage of [sessionStorage, localStorage]) write(storage, webinar, identity);
  remembered().slice(MAX_REMEMBERED).forEach((old) => localStorage.removeItem(PREFIX + old.webinar));
}

export function forgetIdentity(webinar) {
  for (const storage of [sessionStorage, localStorage]) storage.removeItem(PREFIX + webinar);
}

/** What this browser has to show for a webinar, best first: as whoever was there, as whoever registered, as whoever was invited. */
export function tokensOf(webinar, ...others) {
  const [tab, browser] = [identityOfTab(webinar), identityOfBrowser(webinar)];
  return [...new Set([...others, tab?.token, browser?.token, browser?.registration, browser?.invite])].filter(Boolean);
}

/** Webinars this browser was in, newest first. */
export function remembered() {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => read(localStorage, key.slice(PREFIX.length)))
    .filter(Boolean)
    .sort((a, b) => b.savedAtMs - a.savedAtMs);
}

function read(storage, webinar) {
  try {
    return JSON.parse(storage.getItem(PREFIX + webinar));
  } catch {
    return null;
  }
}

function write(storage, webinar, identity) {
  try {
    storage.setItem(PREFIX + webinar, JSON.stringify(identity));
  } catch {
    // A full or forbidden storage costs the memory of this visit, not the visit.
  }
}

/** The claims inside a token, unverified: only to show a person what they were invited as. */
export function claimsOf(token) {
  try {
    const part = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (char) => char.charCodeAt(0))));
  } catch {
    return {};
  }
}

/** {webinar, invite} from a pasted link or code, or null. The host part is ignored: we go to our own server. */
export function parseInvitation(text) {
  const match = /(?:\/w\/|^)([A-Za-z0-9_-]{4,64})\/?(?:[?][^#]*)?(?:#(.*))?$/.exec(text.trim());
  if (!match) return null;
  return { webinar: match[1], invite: new URLSearchParams(match[2] ?? "").get("invite") };
}

export const webinarPath = (webinar, invite) =>
  `/w/${encodeURIComponent(webinar)}${invite ? `#invite=${encodeURIComponent(invite)}` : ""}`;

/** Says to the other tabs of this browser that this identity is in use here, for as long as the tab lives. */
export function holdIdentity(participant) {
  navigator.locks?.request(`${PREFIX}${participant}`, { ifAvailable: true }, (lock) => lock && new Promise(() => {}));
}

export async function isHeldElsewhere(participant) {
  if (!navigator.locks) return false; // only secure origins have locks; there the person chooses on the page
  const { held } = await navigator.locks.query();
  return held.some((lock) => lock.name === `${PREFIX}${participant}`);
}
