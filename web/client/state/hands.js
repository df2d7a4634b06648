/** Raised hands: the queue as hosts and the stage see it, and one's own place in it. */

export const START = {
  hands: [], // {participant, name, raised_at}, first come first
  handLowering: false, // I am lowering my own: that is no news to me
};

export const fromSnapshot = (state, { hands = [] }) => ({ hands });

function lowered(state, { participant }) {
  const hands = state.hands.filter((hand) => hand.participant !== participant);
  return hands.length === state.hands.length ? state : { ...state, hands };
}

export const FACTS = {
  hand_appeared: (state, { hand }) => ({ ...lowered(state, hand), hands: [...lowered(state, hand).hands, hand] }),
  hand_disappeared: lowered,
  all_hands_lowered: (state) => ({ ...state, hands: [] }),
  // These take a hand down without a fact of its own.
  participant_disappeared: lowered,
  participant_left: lowered,
  participant_denied: lowered,
  role_changed: lowered,
};

export const SIGNALS = {
  your_hand: (state, { place }) => (state.you ? { ...state, handLowering: false, you: { ...state.you, hand: place } } : state),
};

export const LOCAL = {
  "hand-lowering": (state) => ({ ...state, handLowering: true }),
};
