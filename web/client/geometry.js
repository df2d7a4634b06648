/**
 * Where each tile of the stage stands: pure arithmetic from a scene and a size in CSS pixels to boxes.
 *
 * Boxes are absolute, so that a change of layout moves tiles without touching the document: a video that is moved in
 * the document stops for a moment, one that is merely placed elsewhere does not.
 */

const GAP = 10;
const WIDE = 16 / 9;
const TALL = 4 / 5; // a face cropped further is no longer a face
const STRIP = { least: 104, most: 168 }; // height of filmstrip tiles
const TILE = { width: 190, height: 124 }; // the smallest gallery tile before a second page begins
const PHONE_TILE = { width: 140, height: 110 };
const MAX_PER_PAGE = 25;

/**
 * `scene` is {main, rest} (select.js). Returns {boxes: [{key, participant, source, kind, x, y, width, height}],
 * more: {count, box} or null, page, pages}. `kind` is main, strip or grid.
 */
export function arrange({ main, rest }, { width, height, page = 0 }) {
  if (width < 1 || height < 1) return { boxes: [], more: null, page: 0, pages: 1 };
  return main ? withStrip(main, rest, width, height) : inGrid(rest, width, height, page);
}

function inGrid(items, width, height, page) {
  const perPage = pageSize(width, height);
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const at = Math.min(page, pages - 1);
  const shown = items.slice(at * perPage, (at + 1) * perPage);
  const boxes = grid(shown.length, width, height).map((box, index) => ({ ...shown[index], ...box, kind: "grid" }));
  return { boxes, more: null, page: at, pages };
}

export function pageSize(width, height) {
  const least = width < 640 ? PHONE_TILE : TILE;
  const fit = (space, size) => Math.max(1, Math.floor((space + GAP) / (size + GAP)));
  return Math.min(MAX_PER_PAGE, Math.max(fit(width, least.width) * fit(height, least.height), 2));
}

/** `count` equal boxes, as large as they get between 4:5 and 16:9, centred row by row. */
export function grid(count, width, height) {
  let best = { area: -1 };
  for (let columns = 1; columns <= count; columns += 1) {
    const size = tileSize(columns, Math.ceil(count / columns), width, height);
    // An upright crop shows less of a wide picture than its area says.
    const area = Math.min(size.width, size.height * WIDE) ** 2;
    if (area > best.area + 1) best = { area, columns, ...size };
  }
  return Array.from({ length: count }, (_, index) => place(index, count, best, width, height));
}

function tileSize(columns, rows, width, height) {
  const room = { width: (width - GAP * (columns - 1)) / columns, height: (height - GAP * (rows - 1)) / rows };
  return fitInto(room, TALL);
}

/** The largest box in a room with a shape between `tallest` and 16:9. */
function fitInto(room, tallest) {
  const shape = Math.min(WIDE, Math.max(tallest, room.width / room.height));
  const width = Math.min(room.width, room.height * shape);
  return { width, height: Math.min(room.height, width / shape) };
}

function place(index, count, { columns, width: w, height: h }, width, height) {
  const rows = Math.ceil(count / columns);
  const row = Math.floor(index / columns);
  const inRow = Math.min(columns, count - row * columns);
  return {
    x: (width - inRow * w - (inRow - 1) * GAP) / 2 + (index % columns) * (w + GAP),
    y: (height - rows * h - (rows - 1) * GAP) / 2 + row * (h + GAP),
    width: w,
    height: h,
  };
}

function withStrip(main, rest, width, height) {
  const whole = { x: 0, y: 0, width, height };
  if (rest.length === 0) return { boxes: [{ ...main, ...mainBox(main, whole), kind: "main" }], more: null, page: 0, pages: 1 };
  const [room, strip] = betterSplit(width, height);
  const { shown, hidden, boxes } = fill(strip, rest);
  const tiles = shown.map((item, index) => ({ ...item, ...boxes[index], kind: "strip" }));
  return {
    boxes: [{ ...main, ...mainBox(main, room), kind: "main" }, ...tiles],
    more: hidden ? { count: hidden, box: boxes[shown.length] } : null,
    page: 0,
    pages: 1,
  };
}

/** Strip below or at the side: whichever leaves the larger main picture. */
function betterSplit(width, height) {
  const h = Math.min(STRIP.most, Math.max(STRIP.least, height * 0.19));
  const w = Math.min(h * WIDE, width * 0.26);
  const below = [
    { x: 0, y: 0, width, height: height - h - GAP },
    { x: 0, y: height - h, width, height: h, across: true },
  ];
  const beside = [
    { x: 0, y: 0, width: width - w - GAP, height },
    { x: width - w, y: 0, width: w, height, across: false },
  ];
  const picture = ([room]) => Math.min(room.width, room.height * WIDE);
  return picture(beside) > picture(below) ? beside : below;
}

/** A screen takes all the room, since its text must be read; a face keeps the shape of a face. */
function mainBox({ source }, room) {
  const size = source === "screen" ? { width: room.width, height: room.height } : fitInto(room, TALL);
  return {
    x: room.x + (room.width - size.width) / 2,
    y: room.y + (room.height - size.height) / 2,
    ...size,
  };
}

function fill(strip, rest) {
  const size = strip.across
    ? { width: Math.min(strip.height * WIDE, strip.width), height: strip.height }
    : { width: strip.width, height: strip.width / WIDE };
  const [length, step] = strip.across ? [strip.width, size.width + GAP] : [strip.height, size.height + GAP];
  const room = Math.max(1, Math.floor((length + GAP) / step));
  const slots = Math.min(room, rest.length);
  const shown = rest.slice(0, rest.length > room ? room - 1 : slots);
  const start = (length - (slots * step - GAP)) / 2;
  const boxes = Array.from({ length: slots }, (_, index) => ({
    x: strip.x + (strip.across ? start + index * step : 0),
    y: strip.y + (strip.across ? 0 : start + index * step),
    ...size,
  }));
  return { shown, hidden: rest.length - shown.length, boxes };
}
