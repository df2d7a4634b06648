/** Which language the page speaks: what the person chose before, else the first of the browser's that we have. */

const STORED = "townhall-language";

/** Language tag -> its own name for itself. */
export const LANGUAGES = { en: "English", de: "Deutsch" };

const known = (tag) => (Object.hasOwn(LANGUAGES, tag) ? tag : null);

function remembered() {
  try {
    return known(localStorage.getItem(STORED) ?? "");
  } catch {
    return null; // storage is forbidden here
  }
}

/** Of a list such as navigator.languages: "de-AT" is answered in "de". */
export const bestOf = (wanted) => wanted.map((tag) => known(tag.toLowerCase().split("-")[0])).find(Boolean) ?? "en";

export const language = remembered() ?? bestOf(navigator.languages ?? []);
document.documentElement.lang = language;

/** Remembers the choice and loads the page anew, for every module has taken its words already. */
export function chooseLanguage(tag) {
  try {
    localStorage.setItem(STORED, tag);
  } catch {
    // A forbidden storage costs the memory of the choice; then the browser's own setting decides.
  }
  location.reload();
}
