/** Who on stage is to answer a question: one press decides. */

import { closeDialog, command } from "../../actions.js";
import { h } from "../../dom.js";
import { isMe, stagePeople } from "../../select.js";
import { texts } from "../../texts.js";
import { avatar } from "../parts.js";

const { questions: words } = texts;

export function assignDialog(state, { question: id }) {
  const question = state.questions.get(id);
  const assign = (to) => {
    closeDialog();
    command("assign_question", { question: id, to });
  };
  const choice = (to, content) =>
    h("li", { key: to ?? "nobody" },
      h("button", { type: "button", class: "choice-row", "aria-pressed": String((question?.assigned_to ?? null) === to), onclick: () => assign(to) }, content));
  return {
    title: words.assignTitle,
    body: [
      question && h("blockquote", { class: "quoted" }, question.text),
      h("ul", { class: "choice-rows" },
        stagePeople(state).map((person) => choice(person.id, [avatar(person, "small"), isMe(state, person) ? texts.nameWithYou(person.name) : person.name])),
        choice(null, words.assignNobody)),
    ],
  };
}
