/** The choice of the page's language, wherever a person may look for it. Each language is called what it calls itself. */

import { chooseLanguage, language, LANGUAGES } from "../language.js";
import { texts } from "../texts.js";
import { select } from "./parts.js";

export const languageChoice = () => select("language", texts.language, language, Object.entries(LANGUAGES), chooseLanguage);
