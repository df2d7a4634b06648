/** Keeps a phone's screen lit while somebody watches. Browsers without wake locks do as they always did. */

let lock = null;
let wanted = false;

export function holdAwake(yes) {
  if (wanted === yes) return;
  wanted = yes;
  if (yes) take();
  else lock?.release();
}

async function take() {
  if (!wanted || document.hidden || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch {
    lock = null; // low battery: the system says no
  }
}

// The system lets go of the lock when the page is hidden.
document.addEventListener("visibilitychange", take);
