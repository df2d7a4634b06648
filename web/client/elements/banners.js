/**
 * <th-banners>: lasting conditions above the stage, each with its remedy beside it. They never take focus and never go
 * away by themselves, other than a toast. `bannersOf` is pure: the state says which conditions hold.
 */

import { command, invitationAgain, toggleSource, unmute, unmuteAnswered } from "../actions.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { leave, media } from "../page.js";
import { isAsked } from "../recording.js";
import { clockOf } from "../running-time.js";
import { amOnStage, isHosting, may, me, nameOf, waitingCount } from "../select.js";
import { texts } from "../texts.js";
import { button } from "./parts.js";
import { View } from "./view.js";

const { banners } = texts;
const WORTH_COUNTING_S = 2; // a shorter pause is over before it is read

/**
 * [{id, tone, icon, text, more, actions: [{label, run, tone}]}]: a lost link first, since it makes the others doubtful.
 * `more` changes each second and is not spoken.
 */
export function bannersOf(state, nowMs) {
  return [linkLost, consent, elsewhere, mediaLost, soundBlocked, asked, invited, stageTime, notStarted, sharing, talkingMuted]
    .map((rule) => rule(state, nowMs))
    .filter(Boolean);
}

function linkLost({ link }, nowMs) {
  if (link.state !== "reconnecting") return null;
  const seconds = Math.ceil(((link.retryAtMs ?? nowMs) - nowMs) / 1000);
  const more = seconds >= WORTH_COUNTING_S ? banners.nextTry(seconds) : "";
  return { id: "link", tone: "warning", icon: "warning", text: banners.reconnecting, more };
}

/** Asked in the room that is recorded; whoever does not answer stays, and is not recorded. */
const consent = (state) =>
  isAsked(state) && {
    id: "consent", tone: "strong", icon: "record", text: texts.recording.asked,
    actions: [
      { label: texts.recording.agree, run: () => command("consent_to_recording"), tone: "primary" },
      { label: texts.recording.leave, run: leave },
    ],
  };

const elsewhere = ({ peers }) =>
  Object.values(peers).includes("elsewhere") && {
    id: "elsewhere", tone: "warning", icon: "info", text: banners.elsewhere,
    actions: [{ label: banners.here, run: () => media.takeOver() }],
  };

function mediaLost(state) {
  if (state.link.state !== "open") return null;
  const lost = ["retrying"];
  if (lost.includes(state.peers.watch)) return { id: "watch", tone: "warning", icon: "warning", text: banners.mediaRetrying };
  const sending = amOnStage(state) && lost.includes(state.peers.publish);
  return sending && { id: "publish", tone: "warning", icon: "warning", text: banners.sendRetrying };
}

const soundBlocked = (state) =>
  state.soundBlocked && {
    id: "sound", tone: "strong", icon: "sound", text: banners.sound,
    actions: [{ label: banners.soundButton, run: () => {} }], // any click plays: sound.js listens for it
  };

const asked = (state) =>
  state.asked && state.mine.microphone === "off" && {
    id: "asked", tone: "strong", icon: "microphone", text: banners.asked(nameOf(state, state.asked.by) || texts.roles.host),
    actions: [{ label: banners.unmute, run: unmute, tone: "primary" }, { label: banners.notNow, run: unmuteAnswered }],
  };

const invited = (state) =>
  me(state)?.offered && state.laterInvitation && {
    id: "invited", tone: "strong", icon: "invite", text: banners.invited(texts.roles[me(state).offered]),
    actions: [{ label: banners.review, run: invitationAgain, tone: "primary" }],
  };

/** On stage for a time: how long still. */
function stageTime(state, nowMs) {
  const until = me(state)?.stage_until;
  if (!until || !amOnStage(state)) return null;
  const more = texts.hands.yourTimeLeft(clockOf((Date.parse(until) - nowMs) / 1000));
  return { id: "stage-time", tone: "info", icon: "clock", text: texts.hands.yourTime, more };
}

function notStarted(state) {
  if (state.webinar.status !== "waiting" || !amOnStage(state)) return null;
  const { practice = false } = state.webinar;
  if (!may(state, "start")) return { id: "start", tone: "info", icon: "clock", text: practice ? banners.practice : banners.notStarted };
  const waiting = banners.start(isHosting(state) ? waitingCount(state) : 0);
  const start = { label: banners.startButton, run: () => command("start"), tone: "primary" };
  const end = practice && may(state, "end_practice") ? [{ label: banners.endPractice, run: () => command("end_practice") }] : [];
  return { id: "start", tone: "info", icon: "clock", text: practice ? `${banners.practice} ${waiting}` : waiting, actions: [...end, start] };
}

const sharing = (state) =>
  state.mine.screen === "on" && {
    id: "sharing", tone: "strong", icon: "screen", text: banners.sharing,
    actions: [{ label: banners.stopSharing, run: () => toggleSource("screen"), tone: "danger" }],
  };

const talkingMuted = (state) =>
  state.talkingMuted && state.mine.microphone === "off" && amOnStage(state) && {
    id: "talking", tone: "info", icon: "microphone-off", text: banners.talkingMuted,
    actions: [{ label: banners.unmute, run: unmute }],
  };

export class BannersElement extends View {
  connectedCallback() {
    this.timer = setInterval(() => this.render(), 1000); // the seconds until the next try
    this.setAttribute("role", "status");
    super.connectedCallback();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  view(state) {
    return bannersOf(state, Date.now()).map((banner) =>
      h(
        "div",
        { class: `banner ${banner.tone}`, key: banner.id, "data-banner": banner.id },
        icon(banner.icon), h("p", { class: "banner-text" }, banner.text, banner.more && h("span", { "aria-hidden": "true" }, ` ${banner.more}`)),
        h("div", { class: "banner-actions" }, (banner.actions ?? []).map(({ label, run, tone }) => button(label, { tone: `small ${tone ?? ""}`, onclick: run, key: label }))),
      ),
    );
  }
}

customElements.define("th-banners", BannersElement);
