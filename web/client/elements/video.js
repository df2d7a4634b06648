/**
 * <th-video>: one moving picture. It is shown from the first frame that belongs to its owner, and never another
 * person's frame under this name: after a seat changes hands, the old picture may still run for a moment.
 */

const HANDOVER_MS = 250; // the server switches at the next key frame, 40-130 ms after it says so

const holders = new WeakMap(); // track -> {owner, freeAtMs}: from when on it shows nobody but its owner

export class VideoElement extends HTMLElement {
  track = null;
  owner = null; // who is in the picture
  mirrored = false;
  #shown = { track: null, owner: null };

  constructor() {
    super();
    this.video = document.createElement("video");
    Object.assign(this.video, { autoplay: true, muted: true, playsInline: true, disablePictureInPicture: true });
    this.video.setAttribute("aria-hidden", "true"); // the tile beside it says who this is
    this.video.tabIndex = -1;
  }

  connectedCallback() {
    if (!this.video.parentNode) this.append(this.video);
    this.#play();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  render() {
    const { track, owner } = this;
    this.toggleAttribute("data-mirrored", this.mirrored);
    if (track === this.#shown.track && owner === this.#shown.owner) return;
    if (track !== this.#shown.track) this.video.srcObject = track ? new MediaStream([track]) : null;
    this.#shown = { track, owner };
    this.#await();
    this.#play();
  }

  #await() {
    this.removeAttribute("data-picture");
    clearTimeout(this.timer);
    if (!this.track) return;
    const waitMs = freeAtMs(this.track, this.owner) - performance.now();
    this.timer = setTimeout(() => this.#onNextFrame(), Math.max(0, waitMs));
  }

  #onNextFrame() {
    const { track, owner } = this;
    const show = () => this.track === track && this.owner === owner && this.setAttribute("data-picture", "");
    if (this.video.requestVideoFrameCallback) this.video.requestVideoFrameCallback(show);
    else this.video.addEventListener("timeupdate", show, { once: true });
  }

  #play() {
    // Muted video may always play; a rejection means that the track was replaced meanwhile.
    if (this.isConnected && this.video.srcObject) this.video.play().catch(() => {});
  }
}

function freeAtMs(track, owner) {
  const holder = holders.get(track);
  if (holder?.owner === owner) return holder.freeAtMs;
  const freeAt = performance.now() + (holder ? HANDOVER_MS : 0);
  holders.set(track, { owner, freeAtMs: freeAt });
  return freeAt;
}

customElements.define("th-video", VideoElement);
