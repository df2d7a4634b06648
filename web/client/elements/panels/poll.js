/** <th-poll>: one poll: to vote in, with one's own ballot, its results, and for hosts what they may do with it. */

import { command, openDialog } from "../../actions.js";
import { vote } from "../../asking.js";
import { h } from "../../dom.js";
import { ballotOf, mayVote, secondsLeft } from "../../polls.js";
import { isHosting, may } from "../../select.js";
import { texts } from "../../texts.js";
import { button, select } from "../parts.js";
import { SteadyView } from "../view.js";
import { pollResults } from "./poll-results.js";

const { polls: words } = texts;

export class PollElement extends SteadyView {
  poll = null;
  edit = () => {};
  picked = null; // option positions, null: as the ballot says
  changing = false; // votes though a ballot is there, or though one is host
  peeking = false; // sees results without having voted
  busy = false;
  forS = "0";

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.poll.closes_at && this.render(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  get home() {
    return this.querySelector("h3");
  }

  view(state) {
    const { poll } = this;
    this.beginAnew(`${poll.round} ${poll.status}`);
    const ballot = ballotOf(state, poll);
    const votes = mayVote(state, poll) && (this.changing || (!ballot && !isHosting(state) && !this.peeking));
    return h("article", { class: `poll ${poll.status}`, "aria-labelledby": `poll-${poll.id}` },
      this.marks(poll),
      h("h3", { class: "poll-question", id: `poll-${poll.id}`, tabindex: "-1" }, poll.question),
      votes ? this.ballotForm(poll, ballot) : [this.outcome(state, poll, ballot), this.mine(state, poll, ballot)],
      isHosting(state) && this.tools(state, poll));
  }

  /** What was picked belongs to one round. */
  beginAnew(round) {
    if (round !== this.round) Object.assign(this, { round, picked: null, changing: false, peeking: false });
  }

  marks(poll) {
    const left = secondsLeft(poll, Date.now());
    return h("p", { class: "question-marks" },
      h("span", { class: `mini-chip ${poll.status}` }, words.status[poll.status]),
      poll.round > 1 && h("span", { class: "mini-chip" }, words.round(poll.round)),
      h("span", { class: "mini-chip" }, poll.ballots === "anonymous" ? words.anonymous : words.named),
      left !== null && h("span", { class: "mini-chip time", role: "timer" }, words.left(clock(left))));
  }

  ballotForm(poll, ballot) {
    const picked = this.picked ?? ballot?.choices ?? [];
    const type = poll.multiple ? "checkbox" : "radio";
    return h("form", { class: "ballot", key: "ballot", onsubmit: (event) => this.vote(event) },
      h("fieldset", { class: "ballot-options" },
        h("legend", { class: "hint" }, poll.multiple ? words.pickSome : words.pickOne),
        poll.options.map((text, index) => h("label", { class: "ballot-option", key: String(index) },
          h("input", { type, name: `ballot-${poll.id}`, checked: picked.includes(index), onchange: () => this.pick(index, picked) }), h("span", null, text)))),
      h("p", { class: "hint" }, poll.ballots === "anonymous" ? words.anonymousHint : words.namedHint, !poll.may_change && ` ${words.final}`),
      h("div", { class: "form-buttons" },
        this.changing && button(texts.cancel, { tone: "small quiet", onclick: () => this.set({ changing: false, picked: null }) }),
        !this.changing && poll.results && button(words.seeResults, { tone: "small quiet", onclick: () => this.set({ peeking: true }) }),
        button(this.busy ? words.voting : words.vote, { tone: "small primary", type: "submit", disabled: this.busy || picked.length === 0 })));
  }

  outcome(state, poll, ballot) {
    if (poll.status === "draft") return h("ol", { class: "draft-options" }, poll.options.map((text, index) => h("li", { key: String(index), class: poll.right.includes(index) ? "right" : "" }, text)));
    const results = pollResults(poll, ballot);
    if (!results) return h("p", { class: "hint", key: "later" }, poll.status === "open" && poll.reveal === "at_close" ? words.resultsAtClose : words.resultsLater);
    return [results, !poll.revealed && h("p", { class: "hint", key: "hosts" }, words.onlyYou)];
  }

  mine(state, poll, ballot) {
    const more = mayVote(state, poll);
    return [
      ballot && h("p", { class: "ballot-told", key: "told", role: "status" }, words.counted, !poll.results && ` ${ballot.choices.map((index) => poll.options[index]).join(", ")}`),
      ballot && h("details", { class: "receipt", key: "receipt" }, h("summary", null, words.receipt), h("p", { class: "hint" }, words.receiptHint), h("code", null, ballot.receipt)),
      more && button(ballot ? words.change : isHosting(state) ? words.voteToo : words.vote, { tone: "small quiet", key: "change", onclick: () => this.set({ changing: true, peeking: false }) }),
    ];
  }

  tools(state, poll) {
    const fields = { poll: poll.id };
    const remove = () => openDialog({ name: "confirm", power: { confirm: "delete_poll", object: poll.question, command: "delete_poll", fields } });
    const openable = poll.status !== "open" && may(state, "open_poll");
    return h("div", { class: "poll-tools", key: "tools" },
      openable && [
        h("div", { class: "poll-time" }, select(`time-${poll.id}`, words.time, this.forS, Object.entries(words.times), (forS) => this.set({ forS }))),
        button(poll.status === "draft" ? words.open : words.reopen, { tone: `small ${poll.status === "draft" ? "primary" : ""}`, key: "open", title: poll.status === "draft" ? null : words.reopenHint, onclick: () => this.open() }),
      ],
      poll.status === "open" && may(state, "close_poll") && button(words.close, { tone: "small primary", key: "close", onclick: () => command("close_poll", fields) }),
      poll.status === "closed" && !poll.revealed && may(state, "reveal_poll") && button(words.show, { tone: "small primary", key: "reveal", onclick: () => command("reveal_poll", fields) }),
      poll.status === "draft" && may(state, "edit_poll") && button(words.edit, { tone: "small quiet", key: "edit", onclick: () => this.edit(poll) }),
      poll.status !== "open" && may(state, "delete_poll") && button(words.remove, { tone: "small quiet", key: "remove", "aria-label": `${words.remove}: ${poll.question}`, onclick: remove }));
  }

  set(changes) {
    Object.assign(this, changes);
    this.render();
  }

  pick(index, picked) {
    if (!this.poll.multiple) return this.set({ picked: [index] });
    return this.set({ picked: picked.includes(index) ? picked.filter((other) => other !== index) : [...picked, index].sort((a, b) => a - b) });
  }

  async vote(event) {
    event.preventDefault();
    this.set({ busy: true });
    const picked = this.picked ?? [];
    const done = await vote(this.poll.id, picked);
    this.set(done ? { busy: false, changing: false, picked: null } : { busy: false });
  }

  open() {
    command("open_poll", { poll: this.poll.id, for_s: Number(this.forS) || null });
  }
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

customElements.define("th-poll", PollElement);
