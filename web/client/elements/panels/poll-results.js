/** A poll's results as bars. The numbers beside them say the same in words; the bars are for the eye alone. */

import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { resultLines } from "../../polls.js";
import { texts } from "../../texts.js";

const { polls: words } = texts;

export function pollResults(poll, ballot) {
  const lines = resultLines(poll, ballot);
  if (!lines) return null;
  return h("div", { class: "results", key: "results" },
    h("ul", { class: "result-lines" }, lines.map(resultLine)),
    h("p", { class: "hint" }, words.voters(poll.results.voters)));
}

const resultLine = ({ text, votes, share, mine, right }, index) =>
  h("li", { class: `result ${mine ? "mine" : ""} ${right ? "right" : ""}`, key: String(index) },
    h("div", { class: "result-text" },
      right && icon("check", 18), h("span", { class: "result-name" }, text),
      mine && h("span", { class: "mini-chip" }, words.yourVote), right && h("span", { class: "mini-chip right" }, words.right)),
    h("span", { class: "result-number" }, words.tally(votes, texts.percent(share))),
    h("div", { class: "result-bar", "aria-hidden": "true" }, h("div", { class: "result-fill", style: { "--share": String(share) } })));
