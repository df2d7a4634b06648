/** <th-caption>: the question that a host has put on stage, for everybody to read; spoken once when it appears. */

import { command } from "../actions.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { may } from "../select.js";
import { texts } from "../texts.js";
import { authorOf } from "./panels/question.js";
import { iconButton } from "./parts.js";
import { View } from "./view.js";

const { questions: words } = texts;

class CaptionElement extends View {
  view(state) {
    const question = state.questions.get(state.webinar.shown_question);
    return h("div", { role: "status", key: "live" }, question && h("figure", { class: "caption", key: question.id, "aria-label": words.caption },
      icon("question", 22),
      h("div", { class: "caption-text" },
        h("blockquote", { class: "caption-words" }, question.text || words.forgotten),
        h("figcaption", { class: "caption-by" }, words.captionBy(authorOf(state, question)))),
      may(state, "show_question") && iconButton(words.powers.hide, { icon: "close", onclick: () => command("show_question", { question: null }) })));
  }
}

customElements.define("th-caption", CaptionElement);
