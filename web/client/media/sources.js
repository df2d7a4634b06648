/**
 * The person's own microphone, camera and screen: opened, sent and told to the server, in that order; and back.
 *
 * Only a click of the person turns anything on; the server may turn it off at any time and is followed at once. Before
 * the stage (pre-join page) a source that is "on" is a wish: it is announced when the person arrives there.
 */

import { onDevicesChanged, openDevice, openScreen, prefer, preferences } from "./devices.js";

const SOURCES = ["microphone", "camera", "screen", "screen_audio"];

export class Sources {
  /**
   * `publishing` has attach(source, track) and ready(). `onProblem(source, code)` hears why something did not turn on;
   * `onDevice(source)` that another track stands for a source.
   */
  constructor({ store, session, publishing, onProblem, onDevice }) {
    Object.assign(this, { store, session, publishing, onProblem, onDevice });
    this.tracks = {}; // source -> open track, sent or not
    this.turns = {}; // source -> how often it was turned: what began before the latest turn is void
    this.since = {}; // source -> seq at which the server took our turn_on
    this.arrived = false;
    onDevicesChanged(() => this.refresh());
  }

  track(source) {
    return this.tracks[source] ?? null;
  }

  isOn(source) {
    return this.store.state.mine[source] !== "off";
  }

  toggle(source) {
    return this.isOn(source) ? this.turnOff(source) : this.turnOn(source);
  }

  async turnOn(source) {
    if (this.isOn(source)) return;
    const turn = this.#turn(source, "starting");
    try {
      const opened = await this.#open(source);
      if (turn !== this.turns[source]) return opened.forEach(([, track]) => track.stop());
      for (const [name, track] of opened) await this.#begin(name, track);
    } catch (error) {
      this.#fail(source, error);
    }
  }

  /** The person's own wish, so the server is told. */
  async turnOff(source) {
    const names = source === "screen" ? ["screen", "screen_audio"] : [source];
    const told = names.filter((name) => this.isOn(name) && this.arrived);
    for (const name of names) this.#stop(name, { keepDevice: name === "microphone" && this.arrived });
    await Promise.all(told.map((name) => this.session.command("turn_off", { source: name }).catch(() => {})));
  }

  /** On stage now: whatever the person already chose to have on is sent. */
  async arrive() {
    if (this.arrived) return;
    this.arrived = true;
    const chosen = SOURCES.filter((source) => this.tracks[source] && this.isOn(source));
    await Promise.all(chosen.map((source) => this.#announce(source).catch((error) => this.#fail(source, error))));
  }

  /** Off the stage: every device is let go. */
  leave() {
    this.arrived = false;
    this.since = {}; // the next stage may be another place's, with numbers of its own
    for (const source of SOURCES) this.#stop(source);
  }

  /**
   * Makes this page agree with what is on according to the server at `seq`: a person may have been muted, also while
   * the link was down, and after a reload nothing is on until they click.
   */
  agree(on, seq) {
    for (const source of SOURCES) {
      const mine = this.store.state.mine[source];
      const isNews = seq >= (this.since[source] ?? 0);
      if (mine === "on" && !on.includes(source) && isNews) this.#stop(source, { keepDevice: source === "microphone" });
      if (mine === "off" && on.includes(source)) this.session.command("turn_off", { source }).catch(() => {});
    }
  }

  /** Another device for a source, also while it is being sent. */
  async choose(source, id) {
    prefer({ [source]: id });
    if (!this.tracks[source]) return;
    try {
      const track = await openDevice(source);
      this.tracks[source]?.stop();
      this.#keep(source, track);
      if (this.isOn(source) && this.arrived) await this.publishing.attach(source, track);
    } catch (error) {
      this.onProblem(source, error.code ?? "failed");
    }
  }

  /** A device was plugged in or pulled out: the browser's next choice takes the place of one that has gone. */
  async refresh() {
    for (const source of ["microphone", "camera"]) {
      if (this.tracks[source]?.readyState === "ended") await this.choose(source, preferences()[source]);
    }
  }

  /** [[source, track], …]: a shared screen may bring its sound. */
  async #open(source) {
    if (source === "screen") return openScreen();
    const open = this.tracks[source];
    return [[source, open?.readyState === "live" ? open : await openDevice(source)]];
  }

  async #begin(source, track) {
    this.#keep(source, track);
    if (this.arrived) await this.#announce(source);
    else this.#say(source, "on");
  }

  async #announce(source) {
    const turn = this.turns[source];
    this.#say(source, "starting"); // what is not yet taken by the server is not to be agreed upon
    await this.publishing.ready();
    await this.publishing.attach(source, this.tracks[source]);
    const { seq } = await this.session.command("turn_on", { source });
    if (turn !== this.turns[source]) return;
    this.since[source] = seq ?? 0;
    this.#say(source, "on");
  }

  #fail(source, error) {
    this.turnOff(source);
    this.onProblem(source, error.code ?? "failed");
  }

  #keep(source, track) {
    this.tracks[source] = track;
    track.onended = () => this.tracks[source] === track && this.turnOff(source);
    this.onDevice(source);
  }

  #stop(source, { keepDevice = false } = {}) {
    this.publishing.attach(source, null);
    if (!keepDevice) {
      this.tracks[source]?.stop();
      delete this.tracks[source];
    }
    this.#turn(source, "off");
  }

  #turn(source, value) {
    this.turns[source] = (this.turns[source] ?? 0) + 1;
    this.#say(source, value);
    return this.turns[source];
  }

  #say(source, value) {
    this.store.dispatch({ type: "mine", source, value });
  }
}
