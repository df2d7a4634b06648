/** Live captions. */

export const captions = {
  title: "Captions",
  read: "Language",
  none: "There are no captions yet.",
  noneYet: "Write what is said on stage. Everybody who turns captions on reads it there.",
  noLanguage: "Not said",
  write: "What is being said",
  placeholder: "Write what is said, Enter sends",
  language: "Language of what you write, such as en or de",
  send: "Send",
  hint: "A line or two at a time. To let somebody else write captions, choose their name under People.",
  show: "Show captions",
  hide: "Hide captions",
};
