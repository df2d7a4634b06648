/** <th-panel-people>: who waits, who is on stage, who is in the audience; and for hosts what they may do with each. */

import { command, openDialog, showTab, use } from "../../actions.js";
import { writeTo } from "../../chat-actions.js";
import { addressees, keyOf } from "../../chatting.js";
import { h } from "../../dom.js";
import { icon, qualityIcon } from "../../icons.js";
import { powersOver, powersOverAll } from "../../powers.js";
import { isLeftOut } from "../../recording.js";
import { audienceSize, isMe, may, peopleGroups } from "../../select.js";
import { texts } from "../../texts.js";
import { handQueue } from "../hands.js";
import "../menu.js";
import { avatar, button, hidden } from "../parts.js";
import { View } from "../view.js";

const { people: words } = texts;
const STEP = 60; // rows per group at first; ten thousand rows would freeze the page

export class PeopleElement extends View {
  search = "";
  limits = {};

  view(state) {
    const groups = peopleGroups(state, this.search);
    const found = Object.values(groups).some((group) => group.length > 0);
    const size = audienceSize(state);
    return [
      this.head(state),
      h("div", { class: "panel-body", key: "body" },
        !found && this.search && h("p", { class: "panel-note", key: "none" }, words.none(this.search)),
        groups.waiting.length > 0 && this.group(state, "waiting", groups.waiting, waitingTools(state)),
        !this.search && handQueue(state),
        groups.stage.length > 0 && this.group(state, "stage", groups.stage),
        groups.audience.length > 0 && this.group(state, "audience", groups.audience),
        !this.search && size > groups.audience.length && h("p", { class: "panel-note", key: "size" }, words.audienceOnly(size)),
      ),
    ];
  }

  head(state) {
    const all = powersOverAll(state).map((power) => ({ ...power, run: () => use(power) }));
    return h(
      "div",
      { class: "panel-head tips-left", key: "head" },
      h("h2", { class: "panel-title" }, words.title),
      may(state, "rotate_links") && button(words.invite, { tone: "small quiet", icon: "invite", onclick: () => openDialog({ name: "links" }) }),
      all.length > 0 && h("th-menu", { label: words.all, items: all, tipSide: "bottom" }),
      h("div", { class: "search" },
        h("label", { class: "visually-hidden", for: "people-search" }, words.search), icon("search", 18),
        h("input", {
          id: "people-search", class: "input", type: "search", placeholder: words.search, autocomplete: "off",
          oninput: (event) => this.find(event.target.value),
        })),
    );
  }

  find(text) {
    this.search = text;
    this.limits = {};
    this.render();
  }

  group(state, name, people, tools = null) {
    const limit = this.limits[name] ?? STEP;
    const hiddenCount = people.length - limit;
    return h(
      "section",
      { class: `people-group ${name}`, key: name, "aria-labelledby": `group-${name}` },
      h("div", { class: "group-head" }, h("h3", { id: `group-${name}` }, `${words[name]} (${people.length})`), tools),
      h("ul", { class: "people-list" }, people.slice(0, limit).map((person) => row(state, person))),
      hiddenCount > 0 && button(words.more(Math.min(STEP, hiddenCount)), { tone: "small quiet", onclick: () => this.showMore(name, limit) }),
    );
  }

  showMore(name, limit) {
    this.limits = { ...this.limits, [name]: limit + STEP };
    this.render();
  }
}

const waitingTools = (state) =>
  h(
    "div",
    { class: "group-tools" },
    may(state, "admit_all") && button(words.admitAll, { tone: "small primary", onclick: () => command("admit_all") }),
    may(state, "deny_all") && button(words.denyAll, { tone: "small quiet", onclick: () => use({ confirm: "deny_all", command: "deny_all", fields: {} }) }),
  );

function row(state, person) {
  return h(
    "li",
    { class: "person", key: person.id },
    avatar(person, "small"),
    h("div", { class: "person-text" }, h("span", { class: "person-name" }, isMe(state, person) ? texts.nameWithYou(person.name) : person.name), detail(state, person)),
    person.place === "waiting" ? door(person) : [marks(state, person), menu(state, person)],
  );
}

function detail(state, person) {
  const parts = [
    person.role !== "attendee" && texts.roles[person.role],
    person.offered && words.invited,
    person.stage_until && texts.hands.until(texts.time(person.stage_until)),
    !person.connected && person.place === "in" && words.away,
  ].filter(Boolean);
  return [
    parts.length > 0 && h("span", { class: "person-detail", key: "detail" }, parts.join(" · ")),
    isLeftOut(state, person) && h("span", { class: "person-detail left-out", key: "left-out" }, icon("info", 16), texts.recording.leftOut),
  ];
}

const door = ({ id, name }) =>
  h(
    "div",
    { class: "door" },
    button(words.admit, { tone: "small primary", "aria-label": words.admitName(name), onclick: () => command("admit", { participant: id }) }),
    button(words.deny, { tone: "small quiet", "aria-label": words.denyName(name), onclick: () => command("deny", { participant: id }) }),
  );

function marks(state, person) {
  if (person.role === "attendee") return null;
  const quality = state.quality[person.id];
  const talks = state.speakers.speaking.includes(person.id);
  return h(
    "div",
    { class: "marks" },
    quality && quality !== "good" && mark(texts.quality[quality], qualityIcon(quality)),
    person.on.includes("screen") && mark(words.state.on.screen, icon("screen", 18)),
    person.on.includes("camera") && mark(words.state.on.camera, icon("camera", 18)),
    microphoneMark(person, talks),
  );
}

function microphoneMark(person, talks) {
  if (person.on.includes("microphone")) {
    return mark(words.state.on.microphone, icon(talks ? "wave" : "microphone", 18), talks ? "talks" : "");
  }
  const barred = person.blocked.includes("microphone");
  const text = barred ? words.state.blocked.microphone : words.state.off.microphone;
  return mark(text, icon("microphone-off", 18), barred ? "barred" : "quiet");
}

const mark = (text, picture, extra = "") => h("span", { class: `mark ${extra}`, title: text, key: text }, picture, hidden(text));

function menu(state, person) {
  const powers = powersOver(state, person).map((power) => ({ ...power, run: () => use(power) }));
  const write = { id: "write", label: texts.powers.write, run: () => writeToPerson(person) };
  const mayWrite = addressees(state).some(({ recipient }) => recipient === person.id);
  const grave = powers.filter(({ tone }) => tone === "danger");
  const items = [...powers.filter((power) => !grave.includes(power)), ...(mayWrite ? [write] : []), ...grave];
  return items.length > 0 && h("th-menu", { label: words.options(person.name), items });
}

function writeToPerson({ id }) {
  writeTo(keyOf({ to: "direct", recipient: id }));
  showTab("chat");
}

customElements.define("th-panel-people", PeopleElement);
