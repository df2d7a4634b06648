/**
 * Descriptions of DOM nodes (`h`) and the one function that makes a parent's children equal to them (`patch`).
 *
 * Nodes are kept where tag and key agree, so focus, typed text and playing video survive a render.
 * Strings become text nodes, never markup. Styles go through CSSOM, handlers are functions: both pass a strict CSP.
 * The children of a custom element belong to itself and are not touched here.
 */

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "g", "path", "circle", "rect"]);
const PROPERTIES = new Set(["value", "checked", "disabled", "muted", "hidden", "selected", "htmlFor", "open"]);
const ATTRIBUTE = /^(aria-|data-|class$|id$|role$|hidden$|style$|on|key$|ref$|tabindex$)/;
const EMPTY = Object.freeze({});

const isShown = (child) => child !== null && child !== undefined && child !== false && child !== "";

/** `h("button", {class: "primary", onclick, key}, "Text", child, [more])` */
export function h(tag, props, ...children) {
  return { tag, props: props ?? EMPTY, children: children.flat(8).filter(isShown) };
}

/** Makes the children of `parent` what `wanted` (nested lists, strings, `h` values) says. */
export function patch(parent, wanted) {
  const list = [wanted].flat(8).filter(isShown);
  const kept = keepable(parent);
  const nodes = list.map((want) => take(kept, want) ?? create(want));
  const used = new Set(nodes);
  for (const node of [...parent.childNodes]) if (!used.has(node)) node.remove();
  let place = parent.firstChild;
  nodes.forEach((node, index) => {
    fill(node, list[index]); // before it is put in place: a custom element has its properties when it is connected
    if (node === place) place = place.nextSibling;
    else move(parent, node, place);
  });
}

function keepable(parent) {
  const kept = new Map();
  for (const node of parent.childNodes) {
    const name = node.$name ?? "other";
    if (kept.has(name)) kept.get(name).push(node);
    else kept.set(name, [node]);
  }
  return kept;
}

const nameOf = (want) => (typeof want === "object" ? `${want.tag} ${want.props.key ?? ""}` : "text");
const take = (kept, want) => kept.get(nameOf(want))?.shift();

function create(want) {
  if (typeof want !== "object") return Object.assign(document.createTextNode(String(want)), { $name: "text" });
  const node = SVG_TAGS.has(want.tag)
    ? document.createElementNS(SVG_NAMESPACE, want.tag)
    : document.createElement(want.tag);
  node.$name = nameOf(want);
  node.$props = EMPTY;
  want.props.ref?.(node);
  return node;
}

function move(parent, node, place) {
  // moveBefore keeps a playing video playing and focus where it is; only nodes already in this document can use it.
  if (node.isConnected && parent.isConnected && parent.moveBefore) parent.moveBefore(node, place);
  else parent.insertBefore(node, place);
}

function fill(node, want) {
  if (typeof want !== "object") {
    if (node.data !== String(want)) node.data = String(want);
    return;
  }
  const own = want.tag.includes("-");
  if (!own) patch(node, want.children); // before the props: a <select> needs its options to take a value
  const changed = setProps(node, want.props, own);
  if (own && changed) node.render?.();
}

function setProps(node, props, own) {
  const before = node.$props;
  let changed = false;
  for (const name in before) if (!(name in props)) changed = setProp(node, name, null, own) || changed;
  for (const name in props) {
    if (props[name] !== before[name] || name === "value" || name === "checked") {
      changed = setProp(node, name, props[name], own) || changed;
    }
  }
  node.$props = props;
  return changed;
}

/** Returns whether a custom element's own property changed, so that it must render again. */
function setProp(node, name, value, own) {
  if (name === "key" || name === "ref") return false;
  if (own && !ATTRIBUTE.test(name)) {
    node[name] = value;
    return true;
  }
  if (name === "style") setStyle(node, value ?? EMPTY);
  else if (name.startsWith("on")) node[name] = value;
  else if (PROPERTIES.has(name)) setProperty(node, name, value ?? (name === "value" ? "" : false));
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
  return false;
}

function setProperty(node, name, value) {
  if (node[name] !== value) node[name] = value;
}

function setStyle(node, style) {
  for (const name in node.$style ?? EMPTY) if (!(name in style)) node.style.removeProperty(name);
  for (const name in style) node.style.setProperty(name, style[name]);
  node.$style = style;
}
