/** The picture of the start page: a speaker and rows of seats, drawn by arithmetic. Decoration, unseen by screen readers. */

import { h } from "../dom.js";

const ROWS = 8;
const FIRST_RADIUS = 62;
const STEP = 26;
const SPACING = 24; // between seats along a row
const CENTRE = { x: 280, y: 272 };
const SPREAD = Math.PI * 0.94; // a little less than half a circle

/** Who is lit is fixed, so that the page looks the same on every visit. */
const isLit = (row, seat) => (row * 7 + seat * 11) % 13 === 0;
const isAmber = (row, seat) => (row * 5 + seat * 3) % 17 === 4;

export function amphitheatre() {
  const rows = Array.from({ length: ROWS }, (_, row) => seatsOf(row));
  return h("svg", { class: "amphitheatre", viewBox: "0 0 560 314", "aria-hidden": "true" },
    rows,
    h("circle", { class: "glow", cx: CENTRE.x, cy: CENTRE.y, r: 40 }),
    h("circle", { class: "speaker", cx: CENTRE.x, cy: CENTRE.y, r: 15 }));
}

function seatsOf(row) {
  const radius = FIRST_RADIUS + row * STEP;
  const count = Math.floor((radius * SPREAD) / SPACING);
  return Array.from({ length: count }, (_, seat) => {
    const angle = Math.PI + (Math.PI - SPREAD) / 2 + (SPREAD * (seat + 0.5)) / count;
    const look = isLit(row, seat) ? "lit" : isAmber(row, seat) ? "amber" : "";
    return h("circle", {
      class: `seat ${look}`, cx: (CENTRE.x + radius * Math.cos(angle)).toFixed(1), cy: (CENTRE.y + radius * Math.sin(angle)).toFixed(1), r: 7,
    });
  });
}
