/** <th-exports>: what hosts take home, as tables and as the signed record; while it runs, and when all is over. */

import { readExport, readRecord } from "../api.js";
import { h } from "../dom.js";
import { identityOfBrowser, identityOfTab } from "../identity.js";
import { session, toast, webinarId, wordsFor } from "../page.js";
import { save } from "../saving.js";
import { hallOf, isHosting } from "../select.js";
import { texts } from "../texts.js";
import { button } from "./parts.js";
import { View } from "./view.js";

const { exports: words } = texts;
const TABLES = ["attendance", "questions", "polls", "chat"];
const FORMATS = ["csv", "json"];
const HOSTS = ["host", "co_host"];

const remembered = () => identityOfTab(webinarId) ?? identityOfBrowser(webinarId);

/** Whether this person is, or was when it ended, a host. */
export const mayExport = (state) => isHosting(hallOf(state)) || HOSTS.includes(remembered()?.role);

class ExportsElement extends View {
  busy = null; // the file that is on its way

  view() {
    return h("ul", { class: "exports" },
      TABLES.map((table) => this.row(table, FORMATS.map((kind) => ({ name: `${table}.${kind}`, label: kind.toUpperCase() })))),
      this.row("record", [{ name: "record.jsonl", label: "JSONL" }]),
      h("li", { class: "export", key: "recordings" }, h("a", { class: "button small quiet", href: `/w/${encodeURIComponent(webinarId)}/recordings`, target: "_blank" }, texts.recordings.open)));
  }

  row(what, files) {
    return h("li", { class: "export", key: what },
      h("span", null, words.tables[what]),
      h("span", { class: "export-files" }, files.map(({ name, label }) =>
        button(label, { key: name, tone: "small", icon: "download", disabled: this.busy === name, "aria-label": words.save(words.tables[what], label), onclick: () => this.fetch(name) }))));
  }

  async fetch(name) {
    this.busy = name;
    this.render();
    const token = session.token ?? remembered()?.token;
    try {
      save(name, await (name === "record.jsonl" ? readRecord(webinarId, token) : readExport(webinarId, token, name)));
    } catch (error) {
      toast(wordsFor(error), "warning");
    }
    this.busy = null;
    this.render();
  }
}

customElements.define("th-exports", ExportsElement);
