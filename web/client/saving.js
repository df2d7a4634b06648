/** Puts a file into the person's downloads: no plain link could fetch one that needs a token in its request's head. */

const READ_MS = 60000; // until then the browser has read it

export function save(name, blob) {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), READ_MS);
}
