/**
 * <th-video>: one moving picture. It is shown from the first frame that belongs to its owner, and never another
 * person's frame under this name: after a seat changes hands, the old picture may still run for a moment.
 */

const HANDOVER_MS = 250; // the server switches at the next key frame, 40-130 ms after it says so

export class VideoElement extends HTMLElement {
  #track = null;
  #owner = null;
  #hadOwner = false;

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

  /** Who is in the picture: set before `track`. */
  set owner(owner) {
    if (owner === this.#owner) return;
    this.#hadOwner = this.#owner !== null;
    this.#owner = owner;
    this.#await();
  }

  set track(track) {
    if (track === this.#track) return;
    this.#track = track;
    this.#hadOwner = false;
    this.video.srcObject = track ? new MediaStream([track]) : null;
    this.#await();
    this.#play();
  }

  set mirrored(yes) {
    this.toggleAttribute("data-mirrored", yes);
  }

  #await() {
    this.removeAttribute("data-picture");
    clearTimeout(this.timer);
    if (this.#track) this.timer = setTimeout(() => this.#onNextFrame(), this.#hadOwner ? HANDOVER_MS : 0);
  }

  #onNextFrame() {
    const track = this.#track;
    const shown = () => this.#track === track && track && this.setAttribute("data-picture", "");
    if (this.video.requestVideoFrameCallback) this.video.requestVideoFrameCallback(shown);
    else this.video.addEventListener("timeupdate", shown, { once: true });
  }

  #play() {
    // Muted video may always play; a rejection means that the track was replaced meanwhile.
    if (this.isConnected && this.video.srcObject) this.video.play().catch(() => {});
  }
}

customElements.define("th-video", VideoElement);
