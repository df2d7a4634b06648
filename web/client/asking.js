/** What the panels of questions and polls do: each a click's worth, built from `command`. */

import { command, openDialog, told } from "./actions.js";
import { toast, wordsFor } from "./page.js";
import { isUpvoted } from "./questions.js";
import { store } from "./store.js";
import { texts } from "./texts.js";

/** Asks. Resolves to whether the question is out. */
export async function ask(text, anonymous) {
  const done = await command("ask_question", { text, anonymous });
  if (done) toast(store.state.webinar.settings.review_questions ? texts.questions.inReview : texts.questions.asked, "success");
  return done;
}

export async function toggleUpvote(question) {
  const value = !isUpvoted(store.state, question);
  store.dispatch({ type: "upvote-wished", question, value });
  const taken = await command(value ? "upvote" : "take_back_upvote", { question });
  store.dispatch({ type: "upvote-answered", question, taken });
}

/** A power of questions.js that needs no form. */
export function useOverQuestion({ opens, command: type, fields }) {
  if (opens === "assign") return openDialog({ name: "assign", question: fields.question });
  return command(type, fields);
}

/** Votes. Resolves to {receipt}, or null when it was refused. */
export async function vote(poll, options) {
  try {
    return (await told("vote").command("vote", { poll, options })).result;
  } catch (error) {
    toast(wordsFor(error), "warning");
    return null;
  }
}

/** Makes a draft (`poll` null) or changes one, and opens it if that is wished. Resolves to whether it is saved. */
export async function savePoll(poll, fields, opens) {
  try {
    const type = poll ? "edit_poll" : "create_poll";
    const { result } = await told(type).command(type, poll ? { poll, ...fields } : fields);
    if (opens) await command("open_poll", { poll: poll ?? result.poll, for_s: null });
    return true;
  } catch (error) {
    toast(wordsFor(error), "warning");
    return false;
  }
}
