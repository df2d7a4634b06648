/** <th-links>: invitation links: the two shared ones, copied or made anew, and personal ones. Only hosts ever see it. */

import { copy, makeLink, openDialog, sharedLinks } from "../../actions.js";
import { h } from "../../dom.js";
import { toast } from "../../page.js";
import { may } from "../../select.js";
import { texts } from "../../texts.js";
import { button, field, select } from "../parts.js";
import { View } from "../view.js";

const { links: words } = texts;
const MAX_NOTE = 80;

class LinksElement extends View {
  links = null;
  personal = { role: "presenter", label: "", link: null };

  async connectedCallback() {
    super.connectedCallback();
    this.links = await sharedLinks();
    this.render();
  }

  view(state) {
    return [
      ["attendee", "presenter"].map((role) => shared(state, role, this.links?.[role])),
      may(state, "issue_invite") && this.personalSection(),
    ];
  }

  personalSection() {
    const { role, label, link } = this.personal;
    return h("section", { class: "link-section", key: "personal" },
      h("h3", null, words.personal),
      h("p", { class: "muted" }, words.personalText),
      h("div", { class: "personal" },
        h("div", null, field("invite-label", words.personalLabel, { maxlength: MAX_NOTE, autocomplete: "off", value: label, oninput: (event) => this.change({ label: event.target.value }) })),
        h("div", null, select("invite-role", words.personalRole, role, ["presenter", "attendee"].map((name) => [name, texts.roles[name]]), (picked) => this.change({ role: picked })))),
      link && linkLine(link, words.personal),
      button(words.personalMake, { tone: "small quiet", onclick: () => this.makePersonal() }));
  }

  change(changes) {
    this.personal = { ...this.personal, ...changes, link: null };
    this.render();
  }

  async makePersonal() {
    const { role, label } = this.personal;
    this.personal = { ...this.personal, link: await makeLink("issue_invite", { role, label: label.trim() }) };
    this.render();
  }
}

function shared(state, role, link) {
  const name = words[role];
  return h("section", { class: "link-section", key: role },
    h("h3", null, name),
    h("p", { class: "muted" }, words[`${role}Text`]),
    link ? linkLine(link, name) : h("p", { class: "hint" }, words.loading),
    may(state, "rotate_links") && button(words.rotate, { tone: "small quiet", "aria-label": `${words.rotate}: ${name}`, onclick: () => askToRotate(role, name) }));
}

const linkLine = (link, name) =>
  h("div", { class: "link-line" },
    h("input", { class: "input", readonly: true, value: link, "aria-label": words.link(name), onfocus: (event) => event.target.select() }),
    button(texts.copy, { tone: "primary", icon: "copy", "aria-label": words.copy(name), onclick: () => copy(link, words.copied) }));

function askToRotate(role, name) {
  openDialog({ name: "confirm", power: { confirm: "rotate", object: name, run: () => rotate(role) } });
}

async function rotate(role) {
  if (await makeLink("rotate_links", { role })) toast(words.rotated, "success");
  openDialog({ name: "links" });
}

customElements.define("th-links", LinksElement);
