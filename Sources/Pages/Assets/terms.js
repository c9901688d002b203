// What the overlap losses are made of, drawn: intersection, enclosing box, centre distance, diagonal, aspect.

import { s, uniqueID } from "/pages/dom.js";
import { isTurned, outline, pointOf, points } from "/pages/boxshape.js";

/** Draws the chosen terms of two boxes. */
export function terms(layer, a, b, chosen, unit) {
  const parts = { overlap, enclosing, centres, diagonal, aspect };
  layer.replaceChildren(...chosen.filter((name) => Object.hasOwn(parts, name)).flatMap((name) => parts[name](a, b, unit)));
}

/** One box's area, cut to the other's. */
function overlap(a, b) {
  const id = uniqueID("cut");
  return [s("clipPath", { id }, s("polygon", { points: points(outline(a)) })), s("polygon", { class: "overlap", points: points(outline(b)), "clip-path": `url(#${id})` })];
}

function around(a, b) {
  const all = [...outline(a), ...outline(b)];
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function enclosing(a, b) {
  const { left, top, right, bottom } = around(a, b);
  return [s("rect", { class: "term enclosing", x: left, y: top, width: right - left, height: bottom - top })];
}

function centres(a, b, unit) {
  const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  return [
    s("line", { class: "term centres", x1: a[0], y1: a[1], x2: b[0], y2: b[1] }),
    ...[a, b].map(([cx, cy], index) => s("circle", { class: `tone-${index} filled`, cx, cy, r: 3.5 * unit })),
    note("ρ", middle[0] + 6 * unit, middle[1] - 6 * unit, unit),
  ];
}

function diagonal(a, b, unit) {
  const { left, top, right, bottom } = around(a, b);
  return [s("line", { class: "term diagonal", x1: left, y1: top, x2: right, y2: bottom }), note("c", left + (right - left) * 0.86, top + (bottom - top) * 0.86 - 8 * unit, unit)];
}

/** The angle of each box's diagonal, arctan w/h, at its lower left corner: CIoU compares the two. */
function aspect(a, b, unit) {
  if (isTurned(a) || isTurned(b)) return [];
  return [a, b].flatMap((shape) => {
    const [from, to] = [pointOf(shape, -0.5, 0.5), pointOf(shape, 0.5, -0.5)];
    const radius = Math.min(24 * unit, shape[2] / 2, shape[3] / 2);
    const angle = Math.atan2(shape[3], shape[2]);
    const end = [from[0] + radius * Math.cos(angle), from[1] - radius * Math.sin(angle)];
    return [
      s("line", { class: "term aspect", x1: from[0], y1: from[1], x2: to[0], y2: to[1] }),
      s("path", { class: "term aspect", d: `M${from[0]},${from[1] - radius}A${radius},${radius} 0 0 1 ${end[0]},${end[1]}` }),
    ];
  });
}

function note(text, x, y, unit) {
  const node = s("text", { x, y }, text);
  node.style.fontSize = `${13 * unit}px`;
  return node;
}
