/** <th-sound>: everything that is heard. One player per seat, apart from the pictures, so no layout ever interrupts it. */

import { h } from "../dom.js";
import { preferences } from "../media/devices.js";
import { media } from "../page.js";
import { store } from "../store.js";
import { View } from "./view.js";

export class SoundElement extends View {
  connectedCallback() {
    this.hidden = true;
    super.connectedCallback();
    // The click that a browser waits for may be any click.
    this.retry = () => store.state.soundBlocked && this.playAll();
    document.addEventListener("click", this.retry);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.retry);
    super.disconnectedCallback();
  }

  view() {
    return media.watching.soundTracks().map((track) =>
      h("audio", { key: track.id, ref: (audio) => this.begin(audio, track) }),
    );
  }

  async begin(audio, track) {
    audio.srcObject = new MediaStream([track]);
    const { speaker } = preferences();
    if (speaker) await audio.setSinkId?.(speaker).catch(() => {}); // a speaker that is gone: the system's own
    await this.play(audio);
  }

  async play(audio) {
    try {
      await audio.play();
    } catch (error) {
      if (error.name === "NotAllowedError") store.dispatch({ type: "sound-blocked", value: true });
    }
  }

  async playAll() {
    store.dispatch({ type: "sound-blocked", value: false });
    await Promise.all([...this.querySelectorAll("audio")].map((audio) => this.play(audio)));
  }

  useSpeaker(id) {
    for (const audio of this.querySelectorAll("audio")) audio.setSinkId?.(id).catch(() => {});
  }
}

customElements.define("th-sound", SoundElement);
