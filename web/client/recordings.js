/** The program of the host's page of recordings. */

import "./elements/recordings.js";

document.body.append(document.createElement("th-recordings"));
