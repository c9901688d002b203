// Elements, made one by one: what comes from outside becomes text nodes and attribute values, never markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An HTML element: h("p", {class: "note"}, "text", other). */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

let last = 0;

/** A new id, for labels and clip paths. */
export function uniqueID(stem) {
  last += 1;
  return `${stem}-${last}`;
}

/** Tells a screen reader. */
export function announce(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}

/** A name for people: a long one is cut, between whole characters. */
export function cut(text, most = 60) {
  const whole = String(text);
  if (whole.length <= most) return whole;
  return `${[...whole.slice(0, most + 1)].slice(0, most - 1).join("").replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A number for people: so many significant digits, no trailing zeros. */
export function shown(value, digits = 5) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e7) return value.toExponential(Math.max(0, digits - 2)).replace("e", " e").replace("-", "−").replace("e-", "e−");
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}
