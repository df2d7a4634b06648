/** What the elements of the webinar page can do: each a click's worth, with its failure told in words. */

import { readLinks } from "./api.js";
import { here, media, session, toast, webinarId, wordsFor } from "./page.js";
import { amOnStage, nameOf, whyNot } from "./select.js";
import { store } from "./store.js";
import { texts } from "./texts.js";

const set = (type, value) => store.dispatch({ type, value });

export const openDialog = (dialog) => set("dialog", dialog);
export const closeDialog = () => set("dialog", null);
export const closePanel = () => set("panel", false);
export const togglePanel = () => set("panel", !store.state.panel);
/** Opens the side panel at a tab (panels.js). */
export const showTab = (name) => {
  set("tab", name);
  set("panel", true);
};
export const toggleTab = (name) => (store.state.panel && store.state.tab === name ? closePanel() : showTab(name));
export const showPage = (page) => set("page", page);
export const togglePin = (participant) => set("pinned", store.state.pinned === participant ? null : participant);
export const toggleLayout = () => set("layout", store.state.layout === "speaker" ? "gallery" : "speaker");
export const dismissToast = (id) => store.dispatch({ type: "toast-gone", id });
export const invitationLater = () => set("later-invitation", true);
export const invitationAgain = () => set("later-invitation", false);
export const unmuteAnswered = () => store.dispatch({ type: "unmute-answered" });

/** What is said to the webinar itself, wherever the person is; all else goes to the place on display. */
const TO_THE_WEBINAR = new Set([
  "end", "open_rooms", "move_to_room", "enter_room", "leave_room", "broadcast_to_rooms", "call_for_help", "answer_help", "extend_rooms", "close_rooms",
  "start_recording", "pause_recording", "stop_recording", "consent_to_recording",
]);

export const told = (type) => (TO_THE_WEBINAR.has(type) ? session : here());

/** Sends a command; a refusal becomes a notice. Resolves to whether it took effect. */
export async function command(type, fields = {}) {
  try {
    await told(type).command(type, fields);
    return true;
  } catch (error) {
    toast(wordsFor(error), "warning");
    return false;
  }
}

const DONE = { invite: texts.toasts.invitedSent, ask_to_unmute: texts.toasts.askedSent };

/** A power from powers.js: asks first where it must, says so when nothing visible follows. */
export async function use(power) {
  if (power.dialog) return openDialog({ name: power.dialog });
  if (power.tab) return showTab(power.tab);
  if (power.confirm) return openDialog({ name: "confirm", power });
  const done = await command(power.command, power.fields);
  const { participant } = power.fields;
  if (done && DONE[power.command]) toast(DONE[power.command](nameOf(store.state, participant)), "success");
  return undefined;
}

/** Microphone, camera or screen: on or off; what cannot be turned on says why. */
export function toggleSource(source) {
  const reason = amOnStage(store.state) && media.sources.isOn(source) ? null : whyNot(store.state, source);
  if (reason) return toast(texts.whyNot[reason][source], "warning");
  return media.sources.toggle(source);
}

export async function acceptInvitation() {
  if (await command("accept_invitation")) openDialog({ name: "devices", arrival: true });
}

export const declineInvitation = () => command("decline_invitation");

export async function unmute() {
  unmuteAnswered();
  if (!media.sources.isOn("microphone")) await toggleSource("microphone");
}

export async function copy(text, said = texts.copied) {
  try {
    await navigator.clipboard.writeText(text);
    toast(said, "success");
  } catch {
    toast(texts.links.cannotCopy, "warning");
  }
}

/** The shared links as they are now, {presenter, attendee: URL}, or null when the server would not say. */
export async function sharedLinks() {
  try {
    const links = await readLinks(webinarId, session.token);
    return Object.fromEntries(Object.entries(links).map(([role, { link }]) => [role, link]));
  } catch (error) {
    toast(wordsFor(error), "warning");
    return null;
  }
}

/** A command whose answer is a link (rotate_links, issue_invite): the link, or null when it was refused. */
export async function makeLink(type, fields) {
  try {
    const { result } = await session.command(type, fields);
    return result.link;
  } catch (error) {
    toast(wordsFor(error), "warning");
    return null;
  }
}
