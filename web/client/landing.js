/** The program of the start page. */

import "./elements/landing.js";

document.body.append(document.createElement("th-landing"));
