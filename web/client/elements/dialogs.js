/** <th-dialogs>: the one dialog that is open, if any. An invitation to the stage waits until no other is. */

import { closeDialog, invitationLater } from "../actions.js";
import { h } from "../dom.js";
import { me } from "../select.js";
import { assignDialog } from "./dialogs/assign.js";
import { confirmDialog, leaveDialog } from "./dialogs/asking.js";
import { devicesDialog } from "./dialogs/devices.js";
import { invitationDialog } from "./dialogs/invitation.js";
import "./dialogs/links.js";
import "./dialogs/registrations.js";
import "./dialogs/rooms.js";
import "./dialogs/schedule.js";
import { settingsDialog } from "./dialogs/settings.js";
import { texts } from "../texts.js";
import "./exports.js";
import "./modal.js";
import { View } from "./view.js";

/** name -> (state, dialog) -> {title, body, wide} */
const DIALOGS = {
  assign: assignDialog,
  confirm: confirmDialog,
  leave: leaveDialog,
  rooms: () => ({ title: texts.rooms.openTitle, body: h("th-open-rooms") }),
  devices: devicesDialog,
  invitation: invitationDialog,
  settings: settingsDialog,
  schedule: () => ({ title: texts.schedule.dialog, body: h("th-schedule") }),
  registrations: () => ({ title: texts.registering.title, body: h("th-registrations"), wide: true }),
  exports: () => ({ title: texts.exports.title, body: [h("p", { class: "muted" }, texts.exports.text), h("th-exports")] }),
  links: () => ({ title: texts.links.title, body: h("th-links"), wide: true }),
};

const openOne = (state) => state.dialog ?? (me(state)?.offered && !state.laterInvitation ? { name: "invitation" } : null);

class DialogsElement extends View {
  view(state) {
    const dialog = openOne(state);
    if (!dialog) return [];
    const onclose = dialog.name === "invitation" ? invitationLater : closeDialog;
    const { title, body, wide = false } = DIALOGS[dialog.name](state, dialog);
    return h("th-modal", { key: dialog.name, heading: title, body, wide, closed: onclose });
  }
}

customElements.define("th-dialogs", DialogsElement);
