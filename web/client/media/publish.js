/**
 * The publish connection: all four sources as m-lines from the start, tracks put in and taken out later without a new
 * offer. A track stays attached to its source over reconnects. It never opens a device and never turns anything on.
 */

import { exchange, Peer, preferCodecs, sentCodec } from "./peer.js";

/** Lowest first, as the server lists them. Sums to 2.7 Mbit/s for 180p, 360p and 720p. */
const CAMERA_LAYERS = [
  { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 550_000 },
  { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 2_000_000 },
];
const SCREEN_LAYERS = [{ maxBitrate: 2_500_000 }];
/** The same three sizes as layers of one stream, which need each other at key frames only; a screen has one size. */
const SPATIAL_LAYERS = {
  camera: [{ maxBitrate: 2_200_000, scalabilityMode: "L3T3_KEY" }],
  screen: [{ maxBitrate: 2_500_000, scalabilityMode: "L1T3" }],
};
const WITH_SPATIAL_LAYERS = ["vp9", "av1"];

const LINES = [
  { source: "microphone", kind: "audio", stream: "face" },
  { source: "camera", kind: "video", stream: "face", sendEncodings: CAMERA_LAYERS },
  { source: "screen", kind: "video", stream: "screen", sendEncodings: SCREEN_LAYERS },
  { source: "screen_audio", kind: "audio", stream: "screen" },
];

export class Publishing {
  constructor({ session, onState }) {
    Object.assign(this, { session, onState });
    this.tracks = new Map(); // source -> track to send
    this.senders = new Map(); // source -> RTCRtpSender of the present connection
    this.peer = null;
  }

  /** Opens once. `takeOver`: also after another window of this person has taken over. */
  open({ takeOver = false } = {}) {
    if (this.peer?.wanted || (this.peer && !takeOver)) return;
    this.negotiated = gate();
    this.peer = new Peer({
      session: this.session,
      negotiate: (pc) => this.negotiate(pc),
      onState: this.onState,
    });
  }

  close() {
    this.peer?.close();
    this.peer = null;
    this.tracks.clear();
    this.senders.clear();
  }

  /** Resolves when the server has taken an offer. Only after open(). */
  ready() {
    return this.negotiated.promise;
  }

  get pc() {
    return this.peer?.pc ?? null;
  }

  /** Sends `track` as `source` from now on; null sends nothing. */
  async attach(source, track) {
    if (track) this.tracks.set(source, track);
    else this.tracks.delete(source);
    // A sender of a closed connection refuses; the next connection takes its tracks from the map.
    await this.senders.get(source)?.replaceTrack(track).catch(() => {});
  }

  async negotiate(pc) {
    const streams = { face: new MediaStream(), screen: new MediaStream() };
    const codec = sentCodec(this.session.videoCodecs);
    const lines = LINES.map((line) => ({ ...line, transceiver: addLine(pc, line, streams[line.stream], codec) }));
    this.senders = new Map(lines.map(({ source, transceiver }) => [source, transceiver.sender]));
    await Promise.all([...this.tracks].map(([source, track]) => this.senders.get(source).replaceTrack(track)));
    const connection = await exchange(pc, this.session, "publish", () => ({
      sources: Object.fromEntries(lines.map(({ source, transceiver }) => [transceiver.mid, source])),
    }));
    this.negotiated.open();
    return connection;
  }
}

function addLine(pc, { source, kind, sendEncodings }, stream, codec) {
  const layers = WITH_SPATIAL_LAYERS.includes(codec) ? SPATIAL_LAYERS[source] : sendEncodings;
  const init = { direction: "sendonly", streams: [stream], ...(layers ? { sendEncodings: layers } : {}) };
  const transceiver = pc.addTransceiver(kind, init);
  preferCodecs(transceiver, kind, [codec]);
  return transceiver;
}

function gate() {
  const made = {};
  made.promise = new Promise((resolve) => {
    made.open = resolve;
  });
  return made;
}
