/** Every German sentence of the client, in the shape of the English ones. */

export * from "./common.js";
export * from "./door.js";
export * from "./stage.js";
export * from "./panel.js";
export * from "./people.js";
export * from "./captions.js";
export * from "./chat.js";
export * from "./hands.js";
export * from "./rooms.js";
export * from "./recording.js";
export * from "./questions.js";
export * from "./polls.js";
export * from "./dialogs.js";
export * from "./exports.js";
export * from "./film.js";
export * from "./schedule.js";
export * from "./registering.js";
export * from "./notices.js";
export * from "./refusals.js";
export * from "./ops.js";
export * from "./formats.js";
