/** What stands beside a film: tabs with questions, chat, polls and chapters, each row a way to its moment. */

import { h } from "../dom.js";
import { clock, currentOf, isFound } from "../film-time.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";

const { film: words } = texts;
const SEARCHED = new Set(["questions", "chat"]);

/** `page`: a <th-film>. */
export const beside = (page) =>
  h("section", { class: "film-beside", key: "beside", "aria-label": words.beside },
    h("div", { class: "tabs", role: "tablist", "aria-label": words.beside }, page.tabs().map((name) => tab(page, name))),
    SEARCHED.has(page.tab) && search(page),
    h("div", { class: "film-list", role: "tabpanel", id: "film-list", "aria-labelledby": `tab-${page.tab}`, tabindex: "0", key: page.tab }, list(page)));

const tab = (page, name) =>
  h("button", {
    key: name, type: "button", class: "tab", role: "tab", id: `tab-${name}`, "aria-selected": String(page.tab === name), "aria-controls": "film-list",
    tabindex: page.tab === name ? "0" : "-1", onclick: () => page.pick(name), onkeydown: (event) => turn(event, page),
  }, h("span", null, words.tabs[name]));

function turn(event, page) {
  const names = page.tabs();
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = names[(names.indexOf(page.tab) + step + names.length) % names.length];
  page.pick(next);
  document.getElementById(`tab-${next}`).focus();
}

const search = (page) =>
  h("div", { class: "search film-search", key: "search" }, icon("search", 18),
    h("input", { class: "input", type: "search", "aria-label": words.search[page.tab], placeholder: words.search[page.tab], value: page.wanted, oninput: (event) => page.search(event.target.value) }));

const ROWS = { questions: question, chat: line, polls: poll, chapters: chapter };
const TEXTS = { questions: (row) => [row.text, row.name, row.answer], chat: (row) => [row.text, row.name], polls: () => [], chapters: () => [] };

function list(page) {
  const all = page.told[page.tab];
  const wanted = SEARCHED.has(page.tab) ? page.wanted : "";
  const rows = all.filter((row) => isFound(wanted, ...TEXTS[page.tab](row)));
  if (rows.length === 0) return h("p", { class: "panel-note", role: "status" }, all.length === 0 ? words.none[page.tab] : words.nothingFound);
  const now = all[currentOf(all, page.atS)];
  return h("ol", { class: "film-rows" }, rows.map((row) =>
    h("li", { key: `${row.id ?? ""} ${row.at_s} ${row.text ?? row.title ?? row.question}`, class: `film-row ${row.at_s > page.atS ? "later" : ""}`, "aria-current": row === now ? "true" : null }, ROWS[page.tab](row, page))));
}

const moment = (page, atS, what) =>
  h("button", { type: "button", class: "moment", "aria-label": words.jump(clock(atS), what), onclick: () => page.jump(atS) }, clock(atS));

function question(row, page) {
  return [
    moment(page, row.answered_s ?? row.at_s, row.text),
    h("div", { class: "film-text" },
      h("p", null, row.text),
      h("p", { class: "hint" }, [row.name || words.anonymous, words.votes(row.votes), row.answered_s !== null && !row.answer && words.answeredLive].filter(Boolean).join(" · ")),
      row.answer && h("p", { class: "film-answer" }, row.answer)),
  ];
}

function line(row, page) {
  return [moment(page, row.at_s, row.text), h("div", { class: "film-text" }, h("p", { class: "film-name" }, row.name || texts.unnamed), h("p", null, row.text))];
}

function chapter(row, page) {
  return [moment(page, row.at_s, row.title), h("p", { class: "film-text" }, row.title)];
}

/** Results come when the poll has closed in the film: nobody is told before the people on it were. */
function poll(row, page) {
  const isShown = row.tally !== null && (row.closed_s === null || row.closed_s <= page.atS);
  return [
    moment(page, row.at_s, row.question),
    h("div", { class: "film-text" },
      h("p", null, row.question),
      h("ul", { class: "film-options" }, row.options.map((option, index) => choice(row, option, index, isShown))),
      h("p", { class: "hint" }, isShown ? words.voters(row.voters) : row.tally === null ? words.secretResults : words.resultsLater)),
  ];
}

function choice(row, option, index, isShown) {
  const share = isShown && row.voters ? row.tally[index] / row.voters : 0;
  return h("li", { key: String(index), class: "film-option" },
    h("span", null, option, isShown && row.right.includes(index) && h("span", { class: "film-right" }, icon("check", 16), words.right)),
    isShown && h("span", { class: "number" }, texts.percent(share)),
    isShown && h("span", { class: "film-bar", "aria-hidden": "true", style: { "--share": String(share) } }));
}
