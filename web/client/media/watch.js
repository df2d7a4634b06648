/**
 * The watch connection: a fixed number of receive seats. The server seats people; nobody renegotiates when the stage
 * changes. When more seats are needed a second connection is opened and shown before the first is closed.
 */

import { exchange, Peer, preferCodecs } from "./peer.js";

/** How many people can be received at once. Every idle seat makes the offer longer, so there are only three sizes. */
export function seatPlan(peopleOnStage, isPhone) {
  if (isPhone) return 5;
  return peopleOnStage > 9 ? 25 : 9;
}

class Seats {
  constructor(count) {
    this.count = count;
    this.seats = [];
    this.screens = [];
  }

  async negotiate(pc, session) {
    const line = (kind) => receive(pc, kind, session.videoCodecs);
    const pair = () => ({ audio: line("audio"), video: line("video") });
    this.seats = Array.from({ length: this.count }, pair);
    this.screens = [pair()];
    const mids = ({ audio, video }) => ({ audio: audio.mid, video: video.mid });
    return exchange(pc, session, "watch", () => ({ seats: this.seats.map(mids), screens: this.screens.map(mids) }));
  }
}

function receive(pc, kind, videoCodecs) {
  const transceiver = pc.addTransceiver(kind, { direction: "recvonly" });
  preferCodecs(transceiver, kind, videoCodecs);
  chooseExtensions(transceiver, kind === "video" && videoCodecs.includes("av1"));
  return transceiver;
}

const USED_EXTENSIONS = /sdes:mid|abs-send-time|transport-wide-cc/;

/** Tells AV1's layers, without which nobody finds the frames of several; Chromium offers it to receive only if asked. */
const LAYERS_EXTENSION = /dependency-descriptor/;

/** A fifth off the offer, which at 25 seats comes near the server's limit. Elsewhere than in Chromium it is short anyway. */
function chooseExtensions(transceiver, withLayers) {
  const offered = transceiver.getHeaderExtensionsToNegotiate?.() ?? [];
  transceiver.setHeaderExtensionsToNegotiate?.(
    offered.map((each) => {
      if (withLayers && LAYERS_EXTENSION.test(each.uri)) return { ...each, direction: "sendrecv" };
      return USED_EXTENSIONS.test(each.uri) ? each : { ...each, direction: "stopped" };
    }),
  );
}

export class Watching {
  /** `onShown(connection)`: this connection's seats are on display now. `onState` as in Peer. */
  constructor({ session, onShown, onState }) {
    Object.assign(this, { session, onShown, onState });
    this.current = null; // {peer, seats}
    this.next = null;
  }

  /** Opens the first connection, or one of another size beside it. */
  plan(count) {
    if ((this.next ?? this.current)?.seats.count === count) return;
    this.next?.peer.close();
    const made = { seats: new Seats(count), peer: null };
    this.next = made;
    made.peer = new Peer({
      session: this.session,
      negotiate: (pc) => made.seats.negotiate(pc, this.session),
      onState: (state) => this.heard(made, state),
    });
  }

  heard(made, state) {
    if (state === "connected" && made === this.next) {
      this.current?.peer.close();
      this.current = made;
      this.next = null;
    }
    if (made === this.current && state === "connected") this.onShown(made.peer.connection);
    if (made === (this.current ?? this.next)) this.onState(state);
  }

  close() {
    for (const made of [this.next, this.current]) made?.peer.close();
    this.current = null;
    this.next = null;
  }

  /** Another window of this person took over; they want to watch here again. */
  takeOver() {
    if (this.current?.peer.wanted !== false) return;
    const { count } = this.current.seats;
    this.current = null;
    this.plan(count);
  }

  renew() {
    for (const made of [this.next, this.current]) made?.peer.renew();
  }

  ended(connection, reason) {
    return [this.next, this.current].some((made) => made?.peer.ended(connection, reason));
  }

  get pc() {
    return this.current?.peer.pc ?? this.next?.peer.pc ?? null;
  }

  /** The receiving track of one seat of the connection on display. */
  track(kind, index, media) {
    return this.current?.seats[kind][index]?.[media].receiver.track ?? null;
  }

  /** All sound there is: each seat's and the screen's. Played whether its face is in view or not. */
  soundTracks() {
    const { seats = [], screens = [] } = this.current?.seats ?? {};
    return [...seats, ...screens].map(({ audio }) => audio.receiver.track);
  }
}
