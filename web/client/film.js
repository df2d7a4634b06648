/** The program of a film's page. */

import "./elements/film.js";

document.body.append(document.createElement("th-film"));
