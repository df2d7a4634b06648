/**
 * Where each tile of the stage stands: pure arithmetic from a scene and a size in CSS pixels to boxes.
 *
 * Boxes are absolute, so that a change of layout moves tiles without touching the document: a video that is moved in
 * the document stops for a moment, one that is merely placed elsewhere does not.
 */

const GAP = 10;
const WIDE = 16 / 9;
const TALL = 4 / 5; // a face cropped further is no longer a face
const TALL_ON_WIDE = 6 / 5; // where there is width, a picture need not lose so much of it
const STRIP = { least: 104, most: 168 }; // height of filmstrip tiles
const PAGER = 52; // room for the buttons that turn pages
const NARROW = 640; // a phone

/** The smallest tile before a second page begins, and the most per page: a phone receives five people at once. */
const PAGE = { width: 190, height: 124, most: 25 };
const PHONE_PAGE = { width: 140, height: 110, most: 6 };

/**
 * `scene` is {main, rest} (select.js). Returns {boxes: [{key, participant, source, kind, x, y, width, height}],
 * more: {count, box} or null, page, pages}. `kind` is main, strip or grid.
 */
export function arrange({ main, rest }, { width, height, page = 0 }) {
  if (width < 1 || height < 1) return { boxes: [], more: null, page: 0, pages: 1 };
  return main ? withRest(main, rest, { x: 0, y: 0, width, height }) : inGrid(rest, width, height, page);
}

function inGrid(items, width, height, page) {
  const paged = items.length > pageSize(width, height);
  const room = { x: 0, y: 0, width, height: paged ? height - PAGER : height };
  const perPage = paged ? pageSize(width, room.height) : items.length;
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const at = Math.min(page, pages - 1);
  const shown = items.slice(at * perPage, (at + 1) * perPage);
  const boxes = grid(shown.length, room).map((box, index) => ({ ...shown[index], ...box, kind: "grid" }));
  return { boxes, more: null, page: at, pages };
}

export function pageSize(width, height) {
  const least = width < NARROW ? PHONE_PAGE : PAGE;
  const fit = (space, size) => Math.max(1, Math.floor((space + GAP) / (size + GAP)));
  return Math.min(least.most, Math.max(fit(width, least.width) * fit(height, least.height), 2));
}

/** `count` equal boxes in a room, as large as they get, none wider than 16:9, centred row by row. */
export function grid(count, room) {
  const tallest = room.width > room.height ? TALL_ON_WIDE : TALL;
  let best = { area: -1 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cell = { width: (room.width - GAP * (columns - 1)) / columns, height: (room.height - GAP * (rows - 1)) / rows };
    const size = fitInto(cell, tallest);
    const area = size.width * size.height;
    if (area > best.area * 1.02) best = { area, columns, rows, ...size };
  }
  return Array.from({ length: count }, (_, index) => place(index, count, best, room));
}

/** The largest box in a room with a shape between `tallest` and 16:9. */
function fitInto(room, tallest) {
  const shape = Math.min(WIDE, Math.max(tallest, room.width / room.height));
  const width = Math.min(room.width, room.height * shape);
  return { width, height: Math.min(room.height, width / shape) };
}

function place(index, count, { columns, rows, width, height }, room) {
  const row = Math.floor(index / columns);
  const inRow = Math.min(columns, count - row * columns);
  return {
    x: room.x + (room.width - inRow * width - (inRow - 1) * GAP) / 2 + (index % columns) * (width + GAP),
    y: room.y + (room.height - rows * height - (rows - 1) * GAP) / 2 + row * (height + GAP),
    width,
    height,
  };
}

function withRest(main, rest, room) {
  const split = rest.length === 0 ? { main: room, capacity: 0 } : bestSplit(main, room);
  const shown = rest.length > split.capacity ? rest.slice(0, split.capacity - 1) : rest;
  const boxes = rest.length === 0 ? [] : split.boxes(Math.min(rest.length, split.capacity));
  const hidden = rest.length - shown.length;
  return {
    boxes: [
      { ...main, ...mainBox(main, split.main), kind: "main" },
      ...shown.map((item, index) => ({ ...item, ...boxes[index], kind: "strip" })),
    ],
    more: hidden > 0 && boxes.length > 0 ? { count: hidden, box: boxes[shown.length] } : null,
    page: 0,
    pages: 1,
  };
}

/** Below, beside, or on an upright phone a grid under the main picture: whichever leaves it largest. */
function bestSplit(main, room) {
  if (room.height > room.width * 1.25) return stacked(main, room);
  const picture = (split) => Math.min(split.main.width, split.main.height * WIDE);
  return [below(room), beside(room)].reduce((best, split) => (picture(split) > picture(best) ? split : best));
}

const stripHeight = ({ height }) => Math.min(STRIP.most, Math.max(STRIP.least, height * 0.19));
const capacity = (length, size) => Math.max(1, Math.floor((length + GAP) / (size + GAP)));

function below({ width, height }) {
  const h = stripHeight({ height });
  const w = Math.min(h * WIDE, width);
  const start = (count) => (width - count * (w + GAP) + GAP) / 2;
  return {
    main: { x: 0, y: 0, width, height: height - h - GAP },
    capacity: capacity(width, w),
    boxes: (count) => line(count, (index) => ({ x: start(count) + index * (w + GAP), y: height - h, width: w, height: h })),
  };
}

function beside({ width, height }) {
  const w = Math.min(stripHeight({ height }) * WIDE, width * 0.26);
  const h = w / WIDE;
  const start = (count) => (height - count * (h + GAP) + GAP) / 2;
  return {
    main: { x: 0, y: 0, width: width - w - GAP, height },
    capacity: capacity(height, h),
    boxes: (count) => line(count, (index) => ({ x: width - w, y: start(count) + index * (h + GAP), width: w, height: h })),
  };
}

function stacked({ source }, { width, height }) {
  const top = source === "screen" ? width / WIDE : Math.min(width, height * 0.58);
  const rest = { x: 0, y: top + GAP, width, height: height - top - GAP };
  return {
    main: { x: 0, y: 0, width, height: top },
    capacity: Math.max(1, Math.min(PHONE_PAGE.most, pageSize(width, rest.height))),
    boxes: (count) => grid(count, rest),
  };
}

const line = (count, box) => Array.from({ length: count }, (_, index) => box(index));

/** A screen takes all the room, since its text must be read; a face keeps the shape of a face. */
function mainBox({ source }, room) {
  const size = source === "screen" ? { width: room.width, height: room.height } : fitInto(room, TALL);
  return { x: room.x + (room.width - size.width) / 2, y: room.y + (room.height - size.height) / 2, ...size };
}
