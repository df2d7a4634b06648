/** Every sentence of the client in the language of this page: texts/<language>/, one file for each topic. */

import { language } from "./language.js";
import * as de from "./texts/de/index.js";
import * as en from "./texts/en/index.js";

export const texts = { en, de }[language];
