/** <th-topbar>: which webinar this is, whether it runs and how long, who is here, and how the own connection does. */

import { h } from "../dom.js";
import { icon, logo, qualityIcon } from "../icons.js";
import { runningTime } from "../running-time.js";
import { texts } from "../texts.js";
import { hidden } from "./parts.js";
import { recordingChip } from "./recording.js";
import { View } from "./view.js";

const { stage } = texts;

export class TopbarElement extends View {
  connectedCallback() {
    this.timer = setInterval(() => this.render(), 1000);
    super.connectedCallback();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  view(state) {
    const { webinar } = state;
    return [
      h("span", { class: "topbar-logo", key: "logo" }, logo(28)),
      h("h1", { class: "topbar-title", title: webinar.title }, webinar.title),
      webinar.locked && h("span", { class: "chip", title: texts.banners.locked, key: "lock" }, icon("lock", 16), hidden(texts.banners.locked)),
      h("span", { class: "spacer" }),
      ownQuality(state),
      recordingChip(state, Date.now()),
      statusChip(webinar),
      h("span", { class: "chip count", key: "count" }, icon("people", 16), h("span", null, stage.inside(state.counts.inside))),
    ];
  }
}

function statusChip({ status, started_at: startedAt, practice }) {
  if (status !== "live") return h("span", { class: "chip", key: "status" }, icon("clock", 16), practice ? stage.practice : stage.notStarted);
  const time = startedAt && h("span", { class: "time" }, hidden(stage.duration), runningTime(startedAt, Date.now()));
  return h("span", { class: "chip live", key: "status" }, h("span", { class: "dot", "aria-hidden": "true" }), stage.live, time);
}

function ownQuality(state) {
  const quality = state.link.state === "open" ? state.quality[state.you?.id] : "lost";
  if (!quality || quality === "good") return null;
  return h("span", { class: "chip", title: texts.quality[quality], key: "quality" }, qualityIcon(quality), h("span", { class: "chip-text" }, texts.quality[quality]));
}

customElements.define("th-topbar", TopbarElement);
