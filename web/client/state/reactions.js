/** Reactions: the counts of the last moment, to be shown and let go. Each batch is told apart by its number. */

export const KINDS = ["clap", "heart", "laugh", "surprise", "thumbs_up"];

export const START = {
  reactions: { number: 0, counts: {} },
};

export const SIGNALS = {
  reactions: (state, { type, ...counts }) => ({ ...state, reactions: { number: state.reactions.number + 1, counts } }),
};
