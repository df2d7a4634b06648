/** From the rows of /ops/actors to the lines of a tree: pure. A row is {name, parent, mailbox_depth, …}. */

/** Each row with its `level` and short `title`, children right below their parent. Rows with a lost parent stand on top. */
export function treeOf(rows) {
  const names = new Set(rows.map(({ name }) => name));
  const below = new Map();
  for (const row of rows) {
    const parent = names.has(row.parent) ? row.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), row]);
  }
  return walk(below, null, 0);
}

const walk = (below, parent, level) =>
  (below.get(parent) ?? []).flatMap((row) => [
    { ...row, level, title: parent ? row.name.replace(`${parent}/`, "") : row.name },
    ...walk(below, row.name, level + 1),
  ]);

/** Rows whose name contains the text, with everything above them, so that the tree stays a tree. */
export function matching(rows, text) {
  if (!text) return rows;
  const byName = new Map(rows.map((row) => [row.name, row]));
  const kept = new Set();
  for (const row of rows.filter(({ name }) => name.includes(text))) {
    for (let at = row; at && !kept.has(at.name); at = byName.get(at.parent)) kept.add(at.name);
  }
  return rows.filter(({ name }) => kept.has(name));
}

export const errorOf = ({ last_failure: failure }) => (failure ? `${failure.type} at ${failure.where}` : "");

/** 0.004 s is 4 ms, 75 s is 1:15: short enough for a column. */
export function age(seconds) {
  if (!seconds) return "–";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")} min`;
}
