/** The invitation to the stage: accepted, declined, or left for later. Nothing turns on by it. */

import { acceptInvitation, declineInvitation, invitationLater } from "../../actions.js";
import { h } from "../../dom.js";
import { me } from "../../select.js";
import { texts } from "../../texts.js";
import { button } from "../parts.js";

export function invitationDialog(state) {
  const { invitation: words } = texts;
  return {
    title: words.title,
    body: [
      h("p", null, words.text(texts.roles[me(state).offered])),
      h("div", { class: "actions" },
        button(words.later, { tone: "link", onclick: invitationLater }),
        button(words.decline, { tone: "quiet", onclick: declineInvitation }),
        button(words.accept, { tone: "primary", onclick: acceptInvitation })),
    ],
  };
}
