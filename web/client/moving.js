/**
 * Moves the page between the hall and the breakout rooms, as the webinar says where this person is (`you.room`).
 *
 * A room is shown once its own session has a snapshot; until then, and when that session ends for good, the page shows
 * the hall. A room that does not let us in although the webinar says we are there is tried again. Nobody is asked.
 */

import { backoffMs } from "./backoff.js";
import { ownRoom } from "./breakouts.js";
import { hallOf, roomOf } from "./select.js";
import { FINAL } from "./socket.js";

const RETRY = { baseMs: 500, capMs: 5000 }; // the room may hear of us a moment after we do

export class Moving {
  /** `open(room, handlers) -> Session`, not yet started. `hear(message)` gets what a room on display says, `onPlace(name or null)` where we are. */
  constructor({ store, media, hall, open, hear, onPlace }) {
    Object.assign(this, { store, media, hall, open, hear, onPlace });
    this.room = null; // where the webinar says we are
    this.session = null; // of that room
    this.isShown = false;
    this.attempt = 0;
    store.subscribe((state) => this.follow(state));
  }

  /** The session of the place on display. */
  get here() {
    return this.isShown ? this.session : this.hall;
  }

  follow(state) {
    const room = roomOf(state);
    if (room === this.room) return;
    const wasInside = this.room !== null;
    Object.assign(this, { room, attempt: 0 });
    this.close();
    if (room) this.begin();
    else if (wasInside && !hallOf(state).gone) this.onPlace(null);
  }

  begin() {
    const { room } = this;
    const mine = (handler) => (...given) => this.room === room && handler(...given);
    this.session = this.open(room, {
      lastSeq: () => (this.isShown ? this.store.state.seq : null),
      onMessage: mine((message) => this.heard(message)),
      onLink: mine((state, retryAtMs) => this.isShown && this.store.dispatch({ type: "link", state, retryAtMs })),
      onServer: mine((isNew) => this.isShown && (isNew ? this.media.renew() : this.media.resumed())),
    });
    this.session.start();
  }

  heard(message) {
    if (message.type === "goodbye") return FINAL.has(message.code) && this.sentAway();
    if (this.isShown) return this.hear(message);
    return message.type === "snapshot" && this.show(message);
  }

  show(snapshot) {
    Object.assign(this, { isShown: true, attempt: 0 });
    this.media.moveTo(this.session);
    this.store.dispatch({ type: "room-entered", snapshot });
    this.onPlace(ownRoom(this.store.state)?.name ?? snapshot.webinar.title);
  }

  sentAway() {
    const { room } = this;
    this.close();
    this.retryTimer = setTimeout(() => this.room === room && this.begin(), backoffMs(this.attempt, RETRY));
    this.attempt += 1;
  }

  close() {
    clearTimeout(this.retryTimer);
    const { session } = this;
    this.session = null;
    if (this.isShown) {
      this.isShown = false;
      this.media.moveTo(this.hall);
      this.store.dispatch({ type: "room-left" });
    }
    session?.stop();
  }
}
