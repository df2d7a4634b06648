/** Tells the server what the page displays and how large, so that nothing is sent that nobody looks at. */

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
  constructor(session) {
    this.session = session;
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

  /** The next `show` goes out even if it says the same: the server has a new connection to apply it to. */
  again() {
    this.sent = "";
    this.soon();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), SETTLE_MS);
  }

  async send() {
    // A page in the background keeps its sound and asks for no pictures.
    const boxes = document.hidden ? [] : this.boxes;
    const fields = { wanted: wantedOf(boxes, this.own, devicePixelRatio), pinned: this.pinned };
    const text = JSON.stringify(fields);
    if (text === this.sent) return;
    this.sent = text;
    await this.session.command("show", fields).catch(() => {
      this.sent = "";
    });
  }
}
