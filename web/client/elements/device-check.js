/** <th-device-check>: own camera picture, microphone level, and the choice of devices. On the pre-join page and in a dialog. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { isAllowed, listDevices, onDevicesChanged, prefer, preferences } from "../media/devices.js";
import { media } from "../page.js";
import { store } from "../store.js";
import { texts } from "../texts.js";
import "./level.js";
import { avatar, button, iconButton, select } from "./parts.js";
import { playTestSound } from "./test-sound.js";
import "./video.js";
import { View } from "./view.js";

const { prejoin } = texts;

export class DeviceCheckElement extends View {
  devices = { microphone: [], camera: [], speaker: [] };
  person = { id: "", name: "" };
  autostart = false;
  unfolded = matchMedia("(min-width: 900px)").matches; // a phone shows the way in first
  toggle = (source) => media.sources.toggle(source);

  connectedCallback() {
    super.connectedCallback();
    this.stopWatching = onDevicesChanged(() => this.read());
    this.read();
    if (this.autostart) this.begin();
  }

  disconnectedCallback() {
    this.stopWatching();
    super.disconnectedCallback();
  }

  /** Opens what the person used last, if that asks no question. */
  async begin() {
    const { on = { microphone: true, camera: true } } = preferences();
    for (const source of ["camera", "microphone"]) {
      if (on[source] && (await isAllowed(source)) && this.isConnected) await media.sources.turnOn(source);
    }
  }

  async read() {
    this.devices = await listDevices();
    this.render();
  }

  view(state) {
    const opened = `${state.mine.camera} ${state.mine.microphone}`;
    if (opened !== this.opened) this.read(); // labels are told only after a device was allowed
    this.opened = opened;
    return [
      preview(state, this),
      h("div", { class: "level-line", key: "level" }, icon("microphone", 18), h("th-level", { track: levelTrack(state) }),
        state.mine.microphone === "on" && h("span", { class: "speak" }, prejoin.speakToTest)),
      h("details", { class: "device-choice", key: "choices", open: this.unfolded, ontoggle: (event) => this.fold(event.target.open) },
        h("summary", null, prejoin.choose), this.choices()),
    ];
  }

  async press(source) {
    await this.toggle(source);
    const { mine } = store.state;
    prefer({ on: { microphone: mine.microphone !== "off", camera: mine.camera !== "off" } });
  }

  async pressBoth() {
    for (const source of ["camera", "microphone"]) if (!media.sources.isOn(source)) await this.press(source);
  }

  fold(open) {
    this.unfolded = open;
  }

  choices() {
    const chosen = preferences();
    const choice = (source, onpick) => {
      const found = this.devices[source];
      const options = found.length ? found.map(({ id, label }, n) => [id, label || prejoin.device(n + 1)]) : [["", prejoin.noDevice]];
      const current = media.sources.track(source)?.getSettings().deviceId ?? chosen[source];
      const value = found.some(({ id }) => id === current) ? current : options[0][0];
      return h("div", { class: "choice", key: source }, select(`device-${source}`, texts.sources[source], value, options, onpick));
    };
    const pick = (source) => (id) => media.sources.choose(source, id).then(() => this.render());
    return h("div", { class: "choices" }, choice("microphone", pick("microphone")), choice("camera", pick("camera")), speakerChoice(choice));
  }
}

/** Only an open microphone that is on moves the bar: a moving bar says "you are heard". */
const levelTrack = (state) => (state.mine.microphone === "off" ? null : media.sources.track("microphone"));

function speakerChoice(choice) {
  if (!("setSinkId" in HTMLMediaElement.prototype)) return null;
  const use = (id) => {
    prefer({ speaker: id });
    document.querySelector("th-sound")?.useSpeaker(id);
  };
  return [choice("speaker", use), button(prejoin.testSound, { tone: "small quiet", icon: "sound", key: "test", onclick: playTestSound })];
}

function preview(state, element) {
  const on = state.mine.camera !== "off";
  const track = on ? media.sources.track("camera") : null;
  return h("div", { class: "preview", key: "preview" },
    h("th-video", { owner: "me", track, mirrored: true, role: "img", "aria-label": prejoin.preview }),
    h("div", { class: "preview-face" },
      element.person.name ? avatar(element.person, "large") : h("span", { class: "avatar large blank", "aria-hidden": "true" }, icon("people", 40)),
      h("p", null, state.mine.camera === "starting" ? prejoin.cameraStarting : prejoin.cameraOff),
      !on && state.mine.microphone === "off" && button(prejoin.check, { tone: "primary", onclick: () => element.pressBoth() }),
    ),
    h("div", { class: "preview-controls" }, toggle(state, "microphone", element), toggle(state, "camera", element)),
  );
}

function toggle(state, source, element) {
  const on = state.mine[source] !== "off";
  return iconButton(texts.devices[`${source}${on ? "On" : "Off"}`], {
    key: source, icon: on ? source : `${source}-off`, size: 24, class: `control source ${on ? "on" : "off"}`, onclick: () => element.press(source),
  });
}

customElements.define("th-device-check", DeviceCheckElement);
