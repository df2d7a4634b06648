/** The program of the operator's page. */

import "./elements/ops.js";

document.body.append(document.createElement("th-ops"));
