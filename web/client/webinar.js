/** The program of the webinar page: shortcuts, the app element, and what tests may look at. */

import "./elements/app.js";
import { followTalking } from "./media/talking.js";
import { media } from "./page.js";
import { listenForShortcuts } from "./shortcuts.js";
import { store } from "./store.js";

listenForShortcuts();
followTalking(store, media.sources);
document.body.append(document.createElement("th-app"));

/** For tests and the curious, to read only: the state, and the two peer connections or null. */
window.townhall = Object.freeze({
  store: Object.freeze({
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
  }),
  connections: Object.freeze({
    get publish() {
      return media.publishing.pc;
    },
    get watch() {
      return media.watching.pc;
    },
  }),
});
