/** Our own icons: 24 by 24 outlines in the text's colour, drawn by code. Decoration only: the name stands beside them. */

import { h } from "./dom.js";

const PATHS = {
  microphone: ["M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3z", "M5.5 11a6.5 6.5 0 0 0 13 0", "M12 17.5V21"],
  "microphone-off": ["M9 9v2a3 3 0 0 0 4.8 2.4", "M15 10.5V6a3 3 0 0 0-5.7-1.3", "M5.5 11a6.5 6.5 0 0 0 10.6 5", "M18.5 11c0 1-.2 1.9-.6 2.7", "M12 17.5V21", "M4 3.5l16 17"],
  camera: ["M4.5 6.5h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z", "M15.5 11l6-3.5v9l-6-3.5"],
  "camera-off": ["M9.5 6.5h4a2 2 0 0 1 2 2v3l6-4v9l-3-1.8", "M15.5 15.5a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2", "M4 3.5l16 17"],
  screen: ["M4 4.5h16a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V6A1.5 1.5 0 0 1 4 4.5z", "M8 21h8", "M12 14V8", "M9 10.5L12 7.5l3 3"],
  "screen-off": ["M4 4.5h16a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V6A1.5 1.5 0 0 1 4 4.5z", "M8 21h8", "M9.5 8.5l5 5", "M14.5 8.5l-5 5"],
  record: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"],
  pause: ["M8.5 5v14", "M15.5 5v14"],
  stop: ["M6 6h12v12H6z"],
  leave: ["M14 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14", "M10 12h11", "M17.5 8.5L21 12l-3.5 3.5"],
  people: ["M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", "M2.5 19.5c0-3.3 2.9-5.5 6.5-5.5s6.5 2.2 6.5 5.5", "M16 4.3a3.5 3.5 0 0 1 0 6.4", "M18 14.5c2.1.7 3.5 2.5 3.5 5"],
  gallery: ["M4 4h6.5v6.5H4z", "M13.5 4H20v6.5h-6.5z", "M4 13.5h6.5V20H4z", "M13.5 13.5H20V20h-6.5z"],
  speaker: ["M3.5 4.5h17v10h-17z", "M3.5 18h4.5v2H3.5z", "M9.8 18h4.4v2H9.8z", "M16 18h4.5v2H16z"],
  settings: ["M4 7h9", "M17 7h3", "M4 12h3", "M11 12h9", "M4 17h7", "M15 17h5", "M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4z", "M9 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4z", "M13 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"],
  more: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  pin: ["M9 3.5h6", "M10 3.5V10l-3 3.5v1.5h10v-1.5L14 10V3.5", "M12 15v6"],
  spotlight: ["M9 3.5h6l1.2 4.5H7.8z", "M8 11L4 20.5h16L16 11"],
  chat: ["M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-7.5L7 20.5v-4H5A1.5 1.5 0 0 1 3.5 15V6A1.5 1.5 0 0 1 5 4.5z", "M8 9h8", "M8 12.3h5"],
  hand: ["M7.5 12.5V6.2a1.5 1.5 0 0 1 3 0V11", "M10.5 10.5V4.5a1.5 1.5 0 0 1 3 0V11", "M13.5 11V5.7a1.5 1.5 0 0 1 3 0V14c0 4-2.2 6.5-5.5 6.5-2.4 0-3.9-1.2-5-3.3l-2.3-4.3c-.4-.8-.1-1.6.6-1.9.8-.4 1.5-.1 1.9.6L7.5 14z"],
  smile: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M8.5 14.5a4.5 4.5 0 0 0 7 0", "M9 9.5h.01", "M15 9.5h.01"],
  rooms: ["M3.5 4h7v7h-7z", "M13.5 4h7v7h-7z", "M8.5 13.5h7v7h-7z"],
  help: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M9.7 9.5a2.4 2.4 0 1 1 3.6 2.1c-.9.5-1.3 1-1.3 2", "M12 16.7h.01"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  search: ["M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z", "M15.5 15.5L20.5 20.5"],
  lock: ["M6.5 10.5h11a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19v-7a1.5 1.5 0 0 1 1.5-1.5z", "M8 10.5V7.5a4 4 0 0 1 8 0v3"],
  link: ["M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12 6.3", "M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.6-1.6"],
  copy: ["M9 9h10.5v11.5H9z", "M15 9V4.5H4.5V16H9"],
  warning: ["M12 4L2.8 19.5h18.4z", "M12 10v4.5", "M12 17h.01"],
  info: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M12 11v5", "M12 8h.01"],
  left: ["M14.5 5.5L8 12l6.5 6.5"],
  right: ["M9.5 5.5L16 12l-6.5 6.5"],
  question: ["M4 4.5h16v12h-8.5L7 20.5v-4H4z", "M9.8 8.7a2.3 2.3 0 1 1 3.2 2.1c-.7.4-1 .8-1 1.5", "M12 14.3h.01"],
  captions: ["M3 5.5h18v13H3z", "M10.5 10.6a2.1 2.1 0 1 0 0 2.8", "M17 10.6a2.1 2.1 0 1 0 0 2.8"],
  poll: ["M4 20.5h16", "M6.5 17v-5", "M12 17V4.5", "M17.5 17V9"],
  panel: ["M4 4.5h16v15H4z", "M14 4.5v15", "M16.5 8.5h1", "M16.5 12h1"],
  plus: ["M12 5v14", "M5 12h14"],
  sort: ["M4 7h10", "M4 12h7", "M4 17h4", "M17.5 6v12", "M14.5 15l3 3 3-3"],
  up: ["M12 19.5V5", "M6 10.5L12 4.5l6 6"],
  clock: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M12 7v5.5l3.5 2"],
  door: ["M6 20.5V4.5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v16", "M3.5 20.5h17", "M14.5 12h.01"],
  sound: ["M4 9.5h3.5L12 5.5v13l-4.5-4H4z", "M15.5 9a4 4 0 0 1 0 6", "M18 6.5a7.5 7.5 0 0 1 0 11"],
  invite: ["M10 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", "M3.5 19.5c0-3.3 2.9-5.5 6.5-5.5 1.6 0 3 .4 4.2 1.2", "M18.5 13.5v6", "M15.5 16.5h6"],
  download: ["M12 4v11", "M7.5 11L12 15.5l4.5-4.5", "M4.5 19.5h15"],
  trash: ["M4.5 6.5h15", "M9 6.5V4h6v2.5", "M6.5 6.5l1 13.5h9l1-13.5"],
  wave: ["M4 10v4", "M8 7v10", "M12 4.5v15", "M16 7v10", "M20 10v4"],
};

export function icon(name, size = 20) {
  return h(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", "data-icon": name },
    PATHS[name].map((d) => h("path", { d })),
  );
}

const BARS = { good: 3, fair: 2, poor: 1, lost: 0 };

/** Three rising bars, filled as far as the connection is good. */
export function qualityIcon(quality) {
  const bar = (index) =>
    h("rect", {
      class: index < BARS[quality] ? "bar full" : "bar",
      x: 3 + index * 7, y: 15 - index * 6, width: 4, height: 6 + index * 6, rx: 1.5,
    });
  return h("svg", { class: `quality ${quality}`, viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true" }, [0, 1, 2].map(bar));
}

/** The sign of the house: rows of seats around a speaker. */
export function logo(size = 28) {
  const row = (r) => h("path", { class: "row", d: `M${16 - r} 21a${r} ${r} 0 0 1 ${2 * r} 0` });
  return h(
    "svg",
    { class: "logo", viewBox: "0 0 32 32", width: size, height: size, "aria-hidden": "true" },
    h("rect", { class: "ground", width: 32, height: 32, rx: 8 }),
    row(10.5), row(6.2),
    h("circle", { class: "voice", cx: 16, cy: 21.2, r: 2.4 }),
  );
}
