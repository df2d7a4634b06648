/** Small pieces that many elements are made of: plain functions from values to `h` descriptions. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";

/** A button with a word on it. `tone`: primary, danger, quiet or none. */
export const button = (label, { tone = "", icon: name, ...props }) =>
  h("button", { type: "button", ...props, class: `button ${tone}` }, name && icon(name), h("span", null, label));

/** A button with an icon only: the label is its accessible name, and its tooltip with the shortcut. */
export const iconButton = (label, { icon: name, keys, class: extra = "", tipSide = "top", size = 20, ...props }, ...more) =>
  h(
    "button",
    {
      type: "button", "aria-label": label, "aria-keyshortcuts": keys ? keys.replace(" ", "") : null,
      "data-tip": keys ? texts.controls.tip(label, keys) : label, "data-tip-side": tipSide,
      ...props, class: `icon-button ${extra}`,
    },
    icon(name, size), more,
  );

/** Initials on a colour that belongs to the person, readable in light and dark. */
export const avatar = (person, extra = "") =>
  h("span", { class: `avatar ${extra}`, "aria-hidden": "true", style: { "--hue": String(hueOf(person.id)) } }, initials(person.name));

export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0].toLocaleUpperCase()).join("") || "?";
}

function hueOf(id) {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + char.codePointAt(0)) % 3600;
  return (hash * 47) % 360;
}

/** A labelled input; `error` is announced and tied to the field. */
export const field = (id, label, props, error = null) => [
  h("label", { class: "label", for: id }, label),
  h("input", { id, class: "input", "aria-invalid": error ? "true" : null, "aria-describedby": error ? `${id}-error` : null, ...props }),
  error && h("p", { id: `${id}-error`, class: "field-error", role: "alert" }, icon("warning", 16), error),
];

/** A labelled field of several lines. */
export const area = (id, label, props) => [h("label", { class: "label", for: id }, label), h("textarea", { id, class: "input", ...props })];

/** `options`: [[value, label], …]. */
export const select = (id, label, value, options, onpick) => [
  h("label", { class: "label", for: id }, label),
  h(
    "select",
    { id, class: "input", value, onchange: (event) => onpick(event.target.value) },
    options.map(([key, text]) => h("option", { key, value: key }, text)),
  ),
];

/** How many, in the corner of a button. The button's name says it to those who do not see it. */
export const badge = (count) => count > 0 && h("span", { class: "badge", "aria-hidden": "true" }, count > 99 ? "99+" : count);

export const hidden = (text) => h("span", { class: "visually-hidden" }, text);
