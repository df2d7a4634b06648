/**
 * <th-panel-questions>: the audience's questions in the order of their votes, and the form to ask.
 *
 * While somebody points at the list its order stands still, so that nobody votes for what slid under their finger.
 */

import { command } from "../../actions.js";
import { useOverQuestion } from "../../asking.js";
import { h } from "../../dom.js";
import { groupsFor, held, inGroup, ORDERS } from "../../questions.js";
import { store } from "../../store.js";
import { texts } from "../../texts.js";
import "../menu.js";
import { button } from "../parts.js";
import { SteadyView } from "../view.js";
import "./ask.js";
import { questionItem } from "./question.js";

const { questions: words } = texts;
const STEP = 50; // questions shown at first
const HOLD_MS = 2500; // after the last touch of the list

const chosen = { group: "open", sort: "votes" }; // outlives the element

export class QuestionsElement extends SteadyView {
  limit = STEP;
  order = [];
  holdUntilMs = 0;
  form = null; // {question, kind, text}

  disconnectedCallback() {
    clearTimeout(this.timer);
    super.disconnectedCallback();
  }

  get home() {
    return this.querySelector(".filter-chip[aria-pressed=true]");
  }

  view(state) {
    const groups = groupsFor(state);
    const group = groups.includes(chosen.group) ? chosen.group : groups[0];
    const list = this.sorted(state, inGroup(state, group));
    return [
      h("div", { class: "panel-head questions-head", key: "head" },
        h("h2", { class: "visually-hidden" }, words.title),
        this.groupChips(state, groups, group),
        h("th-menu", { key: "sort", icon: "sort", tipSide: "bottom", label: words.sortedBy(words.sorts[chosen.sort]), items: this.sorts() })),
      h("div", { class: "panel-body", key: "body", role: "group", tabindex: "0", "aria-label": words.filters[group], onpointermove: () => this.hold(), onpointerdown: () => this.hold(), onfocusin: () => this.hold() },
        list.length === 0 && h("p", { class: "panel-note", key: "none" }, words.none[group]),
        h("ul", { class: "questions", key: "list", "aria-label": words.filters[group] }, list.slice(0, this.limit).map((question) => this.item(state, question))),
        list.length > this.limit && button(words.more(Math.min(STEP, list.length - this.limit)), { tone: "small quiet", key: "more", onclick: () => this.more() })),
      h("th-ask", { class: "panel-foot", key: "ask", asked: () => this.choose({ group: groups.includes("mine") && state.webinar.settings.review_questions ? "mine" : "open" }) }),
    ];
  }

  groupChips(state, groups, group) {
    return h("div", { class: "chips", role: "group", "aria-label": words.filter }, groups.map((name) =>
      h("button", { type: "button", class: "filter-chip", key: name, "aria-pressed": String(name === group), onclick: () => this.choose({ group: name }) },
        words.chip(words.filters[name], inGroup(state, name).length))));
  }

  sorts() {
    return Object.entries(words.sorts).map(([sort, label]) => ({ id: sort, label, icon: sort === chosen.sort && "check", run: () => this.choose({ sort }) }));
  }

  sorted(state, list) {
    const fresh = [...list].sort(ORDERS[chosen.sort](state));
    const shown = performance.now() < this.holdUntilMs ? held(fresh, this.order) : fresh;
    this.order = shown.map(({ id }) => id);
    return shown;
  }

  hold() {
    this.holdUntilMs = performance.now() + HOLD_MS;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.render(), HOLD_MS + 10);
  }

  choose(changes) {
    Object.assign(chosen, changes);
    this.holdUntilMs = 0;
    this.limit = STEP;
    this.render();
  }

  more() {
    this.limit += STEP;
    this.render();
  }

  item(state, question) {
    const form = this.form?.question === question.id ? this.form : null;
    return questionItem(state, question, {
      form, act: (power) => this.act(question, power), type: (text) => this.type(text), send: () => this.send(), cancel: () => this.close(),
    });
  }

  act(question, power) {
    if (!["answer", "edit"].includes(power.opens)) return useOverQuestion(power);
    this.form = { question: question.id, kind: power.opens, command: power.command, text: (power.opens === "edit" ? question.text : question.answer) ?? "" };
    this.render();
    this.querySelector(".question-form textarea")?.focus();
    this.querySelector(".question-form")?.scrollIntoView({ block: "nearest" });
    return undefined;
  }

  type(text) {
    this.form = { ...this.form, text };
    this.render();
  }

  async send() {
    const { question, command: type, text } = this.form;
    if (text.trim() && (await command(type, { question, text: text.trim() }))) this.close();
  }

  close() {
    const id = this.form?.question;
    this.form = null;
    this.render();
    (this.querySelector(`#question-${CSS.escape(id)}`) ?? this.querySelector(".filter-chip"))?.focus();
  }
}

customElements.define("th-panel-questions", QuestionsElement);
