/** Registrations: the page is told that something happened and reads the list when somebody looks at it. */

export const START = {
  registrationNews: 0, // how often the list has changed
};

const news = (state) => ({ ...state, registrationNews: state.registrationNews + 1 });

export const FACTS = {
  registration_received: news,
  registration_approved: news,
  registration_declined: news,
  registration_withdrawn: news,
};
