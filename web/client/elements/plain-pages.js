/** <th-entering>, <th-waiting>, <th-gone>: the quiet pages, one card each, that say how things stand. */

import { command } from "../actions.js";
import { h } from "../dom.js";
import { icon, logo } from "../icons.js";
import { saveIdentity } from "../identity.js";
import { leave, session, webinarId } from "../page.js";
import { isAsked, recordingHere } from "../recording.js";
import { me } from "../select.js";
import { texts } from "../texts.js";
import { announced } from "./announced.js";
import { mayExport } from "./exports.js";
import { button } from "./parts.js";
import "./published.js";
import { View } from "./view.js";

const card = (...content) => [
  h("header", { class: "page-head", key: "head" }, h("a", { href: "/", class: "brand" }, logo(32), texts.product)),
  h("main", { class: "plain", id: "main", tabindex: "-1", key: "main" }, h("section", { class: "card plain-card" }, content)),
];

class EnteringElement extends View {
  view(state) {
    const lost = state.link.state === "reconnecting";
    return card(
      h("span", { class: "spinner", "aria-hidden": "true" }),
      h("h1", null, texts.entering.title),
      h("p", { class: "lead", role: "status" }, lost ? texts.banners.reconnecting : texts.entering.text),
    );
  }
}

class WaitingElement extends View {
  view(state) {
    const { waiting } = texts;
    const connected = state.link.state === "open";
    return card(
      state.webinar.title && h("p", { class: "eyebrow" }, state.webinar.title),
      h("span", { class: "seats", "aria-hidden": "true" }, logo(72)),
      h("h1", null, waiting.title),
      h("p", { class: "lead", role: "status" }, state.webinar.status === "live" ? waiting.live : waiting.notStarted),
      state.webinar.status !== "live" && announced(state.webinar, session.token),
      h("p", { class: "muted" }, waiting.you(me(state).name), " ", waiting.stay),
      h("p", { class: `link-state ${connected ? "ok" : "lost"}`, role: "status" },
        h("span", { class: "dot", "aria-hidden": "true" }), connected ? waiting.connected : texts.banners.reconnecting),
      recordingHere(state) && consent(state),
      button(waiting.leave, { tone: "quiet", icon: "leave", onclick: leave }),
    );
  }
}

/** Asked here, so that nobody stands before an answer with everybody looking. Who has not answered is let in all the same, and not recorded. */
function consent(state) {
  const { recording: words } = texts;
  const asked = isAsked(state);
  return h("section", { class: "consent-card", key: "consent" },
    h("div", { role: "status" },
      h("p", { class: "consent-notice" }, icon("record", 18), words.atTheDoor),
      h("p", { class: "muted" }, asked ? words.notUnlessYouAgree : words.agreed)),
    asked && button(words.agree, { tone: "primary", onclick: () => command("consent_to_recording") }));
}

const PICTURES = { ended: "check", left: "leave", removed: "door", banned: "door", denied: "door", replaced: "copy" };
const NO_WAY_BACK = new Set(["ended", "banned", "no_such_webinar"]);
const FORGETS_WHO = new Set(["removed", "denied", "bad_token"]); // coming back means joining anew

class GoneElement extends View {
  view(state) {
    const code = state.gone?.code ?? "ended";
    const { title, text } = texts.gone[code] ?? texts.gone.other;
    return card(
      state.webinar?.title && h("p", { class: "eyebrow" }, state.webinar.title),
      h("span", { class: `sign ${code}`, "aria-hidden": "true" }, icon(PICTURES[code] ?? "info", 36)),
      h("h1", null, title),
      h("p", { class: "lead" }, text),
      code === "ended" && mayExport(state) && h("section", { class: "take-home", "aria-labelledby": "take-home" },
        h("h2", { id: "take-home" }, texts.exports.title), h("th-exports")),
      code === "ended" && h("th-published", { key: "published" }),
      h("div", { class: "actions" },
        !NO_WAY_BACK.has(code) && button(code === "replaced" ? texts.gone.here : texts.gone.rejoin, { tone: "primary", onclick: () => comeBack(code) }),
        h("a", { class: "button quiet", href: "/" }, texts.gone.home)),
    );
  }
}

function comeBack(code) {
  if (FORGETS_WHO.has(code)) saveIdentity(webinarId, { token: null, participant: null });
  location.reload();
}

customElements.define("th-entering", EnteringElement);
customElements.define("th-waiting", WaitingElement);
customElements.define("th-gone", GoneElement);
