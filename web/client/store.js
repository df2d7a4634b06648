/**
 * The one store of a page: what the server told, what this person's devices do, what the page shows.
 *
 * `dispatch(event)` runs the pure reducer (`state/reduce.js`); listeners hear of it once per turn of the event loop,
 * however many events came. Nothing else holds state that two elements need.
 */

import { initialState, reduce } from "./state/reduce.js";

export function createStore(state = initialState) {
  const listeners = new Set();
  let announced = true;

  const announce = () => {
    announced = true;
    for (const listener of [...listeners]) listener(state);
  };

  return {
    get state() {
      return state;
    },
    dispatch(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      if (announced) queueMicrotask(announce);
      announced = false;
    },
    /** Returns the function that stops listening. */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const store = createStore();
