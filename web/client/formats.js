/** Numbers, dates and times as a language writes them, by the browser's own Intl. Made once: formatters are dear. */

/** `count(3, "person", "people")` is "3 people"; times and dates take a Date, an ISO string or milliseconds. */
export function formatsOf(language) {
  const numbers = new Intl.NumberFormat(language);
  const shares = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const plural = new Intl.PluralRules(language);
  const lists = new Intl.ListFormat(language);
  const moments = (options) => {
    const format = new Intl.DateTimeFormat(language, options);
    return (value) => format.format(new Date(value));
  };
  return {
    number: (n) => numbers.format(n),
    percent: (share) => shares.format(share),
    list: (items) => lists.format(items),
    count: (n, one, many) => `${numbers.format(n)} ${plural.select(n) === "one" ? one : many}`,
    time: moments({ timeStyle: "short" }),
    exactTime: moments({ timeStyle: "medium" }),
    date: moments({ dateStyle: "full" }),
    dateTime: moments({ dateStyle: "medium", timeStyle: "short" }),
  };
}
