/**
 * Tells the server what the page displays and how large, so that nothing is sent that nobody looks at.
 *
 * It is also the first word after a reconnect: the answer to it is who sits where now, or that the server knows nothing
 * of our connection any more.
 */

const SETTLE_MS = 150; // a window being resized or a page being turned says it once
const STEP_PX = 60; // so that a few pixels more or less are not news

/** `boxes`: [{participant, source, height}] in CSS pixels. Own picture is never asked for. */
export function wantedOf(boxes, own, pixelRatio) {
  return boxes
    .filter(({ participant }) => participant !== own)
    .map(({ participant, source, height }) => ({
      participant,
      source,
      height: Math.ceil((height * pixelRatio) / STEP_PX) * STEP_PX,
    }));
}

export class Show {
  /** `onForgotten(connection)`: the server knows no such watch connection. */
  constructor(session, onForgotten) {
    Object.assign(this, { session, onForgotten });
    this.connection = null; // the watch connection on display; before there is one, there is nothing to say
    this.boxes = [];
    this.own = null;
    this.pinned = null;
    this.sent = "";
    document.addEventListener("visibilitychange", () => this.soon());
  }

  /** What the stage just laid out. */
  displayed(boxes, own, pinned) {
    Object.assign(this, { boxes, own, pinned });
    this.soon();
  }

  /** The next `show` goes out even if it says the same: the connection or the session is a new one. */
  again(connection = this.connection) {
    this.connection = connection;
    this.sent = "";
    this.soon();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), SETTLE_MS);
  }

  async send() {
    if (this.connection === null) return;
    // A page in the background keeps its sound and asks for no pictures.
    const boxes = document.hidden ? [] : this.boxes;
    const { connection, own, pinned } = this;
    const fields = { wanted: wantedOf(boxes, own, devicePixelRatio), pinned, connection };
    const text = JSON.stringify(fields);
    if (text === this.sent) return;
    this.sent = text;
    await this.session.command("show", fields).catch(({ code }) => {
      this.sent = "";
      if (code === "no_such_connection") this.onForgotten(connection);
    });
  }
}
