/** Cameras, microphones, loudspeakers and screens of this machine. Opens one at a time and names what went wrong. */

const KINDS = { audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" };
const CODES = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};
const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const SCREEN = { video: { frameRate: { ideal: 15, max: 30 } }, audio: true, systemAudio: "include" };
const PREFERENCES = "townhall-devices";

export class DeviceError extends Error {
  /** `code`: denied, missing, busy, insecure (no HTTPS), unsupported, failed. */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** {microphone, camera, speaker}: lists of {id, label}. Labels are empty until the person has allowed a device once. */
export async function listDevices() {
  const lists = { microphone: [], camera: [], speaker: [] };
  const found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  for (const { kind, deviceId, label } of found) {
    if (deviceId) lists[KINDS[kind]]?.push({ id: deviceId, label });
  }
  return lists;
}

/** Returns the function that stops listening. */
export function onDevicesChanged(listener) {
  navigator.mediaDevices?.addEventListener("devicechange", listener);
  return () => navigator.mediaDevices?.removeEventListener("devicechange", listener);
}

/** What the person chose last: {microphone, camera, speaker: device ids, on: {microphone, camera}}. */
export function preferences() {
  try {
    return JSON.parse(localStorage.getItem(PREFERENCES)) ?? {};
  } catch {
    return {};
  }
}

export function prefer(changes) {
  try {
    localStorage.setItem(PREFERENCES, JSON.stringify({ ...preferences(), ...changes }));
  } catch {
    // Without storage the choice lasts for this visit's defaults only.
  }
}

/** Opens the preferred microphone or camera, else the browser's own choice. Raises DeviceError. */
export async function openDevice(source) {
  const id = preferences()[source];
  const constraints = {
    ...(source === "camera" ? CAMERA : MICROPHONE),
    ...(id ? { deviceId: { ideal: id } } : {}),
  };
  const stream = await attempt(() =>
    mediaDevices().getUserMedia(source === "camera" ? { video: constraints } : { audio: constraints }),
  );
  return stream.getTracks()[0];
}

/** Asks which screen, window or tab to share: [[source, track], …], with its sound where given. Raises DeviceError. */
export async function openScreen() {
  if (!navigator.mediaDevices?.getDisplayMedia) throw new DeviceError(globalThis.isSecureContext ? "unsupported" : "insecure");
  const stream = await attempt(() => mediaDevices().getDisplayMedia(SCREEN));
  const [screen] = stream.getVideoTracks();
  screen.contentHint = "detail"; // readable text before smooth motion
  return [["screen", screen], ...stream.getAudioTracks().map((track) => ["screen_audio", track])];
}

export const canShareScreen = () => Boolean(navigator.mediaDevices?.getDisplayMedia);

/** Whether opening this device would show no question, so that a preview may start by itself. */
export async function isAllowed(source) {
  try {
    return (await navigator.permissions.query({ name: source })).state === "granted";
  } catch {
    return false; // a browser that cannot tell: the person presses the button
  }
}

function mediaDevices() {
  if (!navigator.mediaDevices) throw new DeviceError("insecure");
  return navigator.mediaDevices;
}

async function attempt(open) {
  try {
    return await open();
  } catch (error) {
    throw error instanceof DeviceError ? error : new DeviceError(CODES[error.name] ?? "failed");
  }
}
