/** The tabs of the side panel, as a table: who has them, what is new in each. What stands in one is elements/panels/. */

import { callsForHelp, mayOpenRooms, openRooms } from "./breakouts.js";
import { hasCaptions } from "./captioning.js";
import { waitingPolls } from "./polls.js";
import { isHosting, waitingCount } from "./select.js";
import { texts } from "./texts.js";

const always = () => true;

/** What a host should see to among people, by what it is called. */
const calls = (state) => (isHosting(state) ? { people: waitingCount(state), hands: state.hands.length } : { people: 0, hands: 0 });

/** {name, icon, shown(state), news(state) -> {what: how much there is that this person has not seen or should see to}}. */
const PANELS = [
  { name: "people", icon: "people", shown: always, news: calls },
  { name: "chat", icon: "chat", shown: always, news: (state) => ({ chat: state.unread }) },
  { name: "questions", icon: "question", shown: always, news: ({ newQuestions }) => ({ questions: newQuestions }) },
  { name: "polls", icon: "poll", shown: always, news: (state) => ({ polls: waitingPolls(state).length }) },
  { name: "captions", icon: "captions", shown: (state) => hasCaptions(state) || state.you.captioner === true || state.tab === "captions", news: () => ({}) },
  { name: "rooms", icon: "rooms", shown: (state) => openRooms(state) !== null || mayOpenRooms(state), news: (state) => ({ rooms: callsForHelp(state) }) },
];

export const panelsFor = (state) => PANELS.filter(({ shown }) => shown(state));

/** The tab that is open, or would be: the one chosen last, if it is still there. */
export function openPanel(state) {
  const panels = panelsFor(state);
  return panels.find(({ name }) => name === state.tab) ?? panels[0];
}

/** {count, label}: the label has the count in words, for those who do not see a badge. */
export function newsIn(state, { name, news }) {
  const told = Object.entries(news(state)).filter(([, count]) => count > 0);
  const words = told.map(([what, count]) => texts.panel.news[what](count));
  return { count: told.reduce((sum, [, count]) => sum + count, 0), label: [texts.panel.tabs[name], ...words].join(", ") };
}

export function newsOfAll(state) {
  const told = panelsFor(state).map((panel) => newsIn(state, panel)).filter(({ count }) => count > 0);
  const count = told.reduce((sum, each) => sum + each.count, 0);
  return { count, label: [texts.panel.title, ...told.map(({ label }) => label)].join(", ") };
}
