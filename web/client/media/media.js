/**
 * The page's media as a whole, kept in step with the store: publish while on stage, watch while inside, seats as many
 * as the stage needs, own sources as the server allows.
 */

import { amOnStage, isMoving, me, others } from "../select.js";
import { holdAwake } from "./awake.js";
import { Publishing } from "./publish.js";
import { Show } from "./show.js";
import { Sources } from "./sources.js";
import { seatPlan, Watching } from "./watch.js";

const PHONE = "(max-width: 640px), (max-height: 480px)";

export class Media {
  constructor({ store, session, onProblem }) {
    this.store = store;
    const say = (name) => (value) => store.dispatch({ type: "peer", name, value });
    this.publishing = new Publishing({ session, onState: say("publish") });
    this.show = new Show(session, (connection) => this.forgotten(connection));
    this.watching = new Watching({ session, onState: say("watch"), onShown: (connection) => this.shown(connection) });
    this.sources = new Sources({
      store,
      session,
      publishing: this.publishing,
      onProblem,
      onDevice: () => store.dispatch({ type: "device" }),
    });
    this.stopListening = store.subscribe((state) => this.follow(state));
  }

  follow(state) {
    const inside = state.you?.place === "in" && !state.gone && state.webinar.status !== "ended" && !isMoving(state);
    if (inside) this.watching.plan(seatPlan(others(state).length, matchMedia(PHONE).matches));
    else this.watching.close();
    holdAwake(inside);
    this.followStage(inside && amOnStage(state));
    this.followServer(state);
  }

  followStage(onStage) {
    if (onStage) {
      this.publishing.open();
      this.sources.arrive();
    } else if (this.sources.arrived) {
      this.sources.leave();
      this.publishing.close();
    }
  }

  followServer(state) {
    const on = me(state)?.on;
    if (on !== this.on && this.sources.arrived) this.sources.agree(on, state.seq);
    this.on = on;
  }

  /** Another place: everything ends here, and begins there anew. Nothing is on in a new place until the person turns it on. */
  moveTo(session) {
    this.sources.leave();
    this.publishing.close();
    this.watching.close();
    this.show.again(null);
    for (const part of [this.sources, this.publishing, this.watching, this.show]) part.session = session;
  }

  shown(connection) {
    this.store.dispatch({ type: "watching", connection });
    this.show.again(connection);
  }

  /** The session is back: what it missed while it was away is asked for. */
  resumed() {
    this.show.again();
  }

  /** Another server than before: the connections ended with the old one. What was on goes on over new ones. */
  renew() {
    this.publishing.peer?.renew();
    this.watching.renew();
  }

  /** A server that built its router anew while we were away knows neither of our connections, and nothing else tells. */
  forgotten(connection) {
    if (this.watching.ended(connection, "forgotten")) this.publishing.peer?.end?.("forgotten");
  }

  /** The person wants camera, microphone and sound in this window, not in the other one. */
  takeOver() {
    this.publishing.open({ takeOver: true });
    this.watching.takeOver();
  }

  connectionEnded({ connection, reason }) {
    this.publishing.peer?.ended(connection, reason);
    this.watching.ended(connection, reason);
  }

  stop() {
    this.stopListening();
    this.sources.leave();
    this.publishing.close();
    this.watching.close();
    holdAwake(false);
  }
}
