/**
 * One RTCPeerConnection that is made anew, with backoff, for as long as it is wanted.
 *
 * `negotiate(pc)` adds the transceivers, exchanges offer and answer with the server and returns the connection's id.
 * The person never has to do anything when a path fails. It never knows which tracks it carries.
 */

import { backoffMs, sleep } from "../backoff.js";

const CONNECT_MS = 10000; // ICE and DTLS take 0.15 s on a good path; this is for very bad ones
const INTERRUPTED_MS = 2500; // ICE calls a path disconnected after lost checks; some come back by themselves
const RETRY = { baseMs: 500, capMs: 10000 };

export class Peer {
  /** `onState(state)` hears connecting, connected, retrying, elsewhere (another window of this person took over), idle. */
  constructor({ session, negotiate, onState }) {
    Object.assign(this, { session, negotiate, onState });
    this.pc = null;
    this.connection = null;
    this.wanted = true;
    this.run();
  }

  async run() {
    for (this.attempt = 0; this.wanted; this.attempt += 1) {
      this.onState(this.attempt ? "retrying" : "connecting");
      await this.session.whenOpen();
      if (!this.wanted) return;
      const reason = await this.live(() => {
        this.attempt = 0;
        this.onState("connected");
      });
      if (reason === "replaced") return this.giveWay();
      if (this.wanted) await this.pause(reason);
    }
  }

  /** Until the next try; after `renew` there is nothing to wait for. */
  pause(reason) {
    this.onState("retrying");
    if (reason === "renewed") return undefined;
    const hurried = new Promise((resolve) => {
      this.hurry = resolve;
    });
    return Promise.race([hurried, sleep(backoffMs(this.attempt, RETRY))]);
  }

  /** One connection from its making to its end. Resolves to the reason of the end. */
  async live(onConnected) {
    const pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
    this.pc = pc;
    const ended = this.endOf(pc, onConnected);
    try {
      return await Promise.race([ended, this.agreed(pc).then(() => ended)]);
    } catch (error) {
      return error.code ?? "failed";
    } finally {
      pc.close();
      if (this.pc === pc) Object.assign(this, { pc: null, connection: null });
    }
  }

  async agreed(pc) {
    const connection = await this.negotiate(pc);
    if (this.pc === pc) this.connection = connection;
  }

  endOf(pc, onConnected) {
    return new Promise((resolve) => {
      let timer = setTimeout(resolve, CONNECT_MS, "timeout");
      const rules = {
        connected: () => {
          clearTimeout(timer);
          onConnected();
        },
        disconnected: () => {
          clearTimeout(timer);
          timer = setTimeout(resolve, INTERRUPTED_MS, "interrupted");
          this.onState("retrying");
        },
        failed: () => resolve("failed"),
        closed: () => resolve("closed"),
      };
      pc.onconnectionstatechange = () => rules[pc.connectionState]?.();
      this.end = resolve;
    });
  }

  /** The server says that a connection is over: whether it was this one. */
  ended(connection, reason) {
    const mine = connection !== null && connection === this.connection;
    if (mine) this.end?.(reason);
    return mine;
  }

  /** The server that we were connected to is no more, and there is another: no need to wait until ICE has noticed. */
  renew() {
    this.attempt = 0;
    this.end?.("renewed");
    this.hurry?.();
  }

  giveWay() {
    this.wanted = false;
    this.onState("elsewhere");
  }

  /** Not wanted any more: tells the server and closes. */
  close() {
    if (!this.wanted) return;
    this.wanted = false;
    if (this.connection) this.session.command("hang_up", { connection: this.connection }).catch(() => {});
    this.end?.("closed");
    this.onState("idle");
  }
}

/** Offer out, answer in. `command` is publish or watch, `fields` is computed once the mids are known. */
export async function exchange(pc, session, command, fields) {
  await pc.setLocalDescription();
  const { result } = await session.command(command, { sdp: pc.localDescription.sdp, ...fields() });
  await pc.setRemoteDescription({ type: "answer", sdp: result.sdp });
  return result.connection;
}

/** The first of these video codecs, by name, that this browser can send. */
export function sentCodec(names) {
  return names.find((name) => inBrowser(name, RTCRtpSender.getCapabilities("video").codecs)) ?? "vp8";
}

/** Opus, or these video codecs with retransmission. Nothing more: all that a browser knows is five times as long. */
export function preferCodecs(transceiver, kind, names) {
  const { codecs } = RTCRtpReceiver.getCapabilities(kind);
  const wanted = kind === "audio" ? ["opus"] : names;
  const chosen = wanted.map((name) => inBrowser(name, codecs)).filter(Boolean);
  const rtx = codecs.filter(({ mimeType }) => kind === "video" && mimeType.toLowerCase() === "video/rtx");
  transceiver.setCodecPreferences([...chosen, ...rtx]);
}

/** Of several profiles the one that all encoders and decoders share; of H.264 constrained baseline in fragments. */
const PROFILES = {
  h264: (line) => /packetization-mode=1/.test(line) && /profile-level-id=42e0/i.test(line),
  vp9: (line) => /profile-id=0|^$/.test(line),
  av1: (line) => /profile=0|^$/.test(line),
};

const inBrowser = (name, codecs) =>
  codecs.find(({ mimeType, sdpFmtpLine = "" }) => mimeType.toLowerCase().endsWith(`/${name}`) && (PROFILES[name]?.(sdpFmtpLine) ?? true));
