/** <th-panel-chat>: what was written, and below it what I write. */

import { h } from "../../dom.js";
import { texts } from "../../texts.js";
import { View } from "../view.js";
import "./chat-log.js";
import "./chat-writer.js";

export class ChatElement extends View {
  view(state) {
    const place = state.webinar.id;
    return [
      h("h2", { class: "visually-hidden", key: "title" }, texts.chat.title),
      h("th-chat-log", { class: "chat-log", key: `log ${place}` }),
      h("th-chat-writer", { class: "chat-writer", key: `writer ${place}` }),
    ];
  }
}

customElements.define("th-panel-chat", ChatElement);
