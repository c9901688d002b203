// A box loss's gradient as arrows on the corners: where the loss falls.

import { s } from "/pages/dom.js";
import { corners } from "/pages/boxshape.js";

const longest = 30;

/** Draws −∂loss/∂(x1, y1, x2, y2), scaled by the target's area so that size does not matter. */
export function arrows(layer, a, b, gradient, unit) {
  if (!gradient) { layer.replaceChildren(); return; }
  const [x1, y1, x2, y2] = corners(a);
  const scale = b[2] * b[3] * 0.35;
  const [dx1, dy1, dx2, dy2] = gradient.map((slope) => Math.min(Math.max(-slope * scale, -longest), longest));
  const all = [[x1, y1, dx1, dy1], [x2, y1, dx2, dy1], [x2, y2, dx2, dy2], [x1, y2, dx1, dy2]];
  layer.replaceChildren(...all.flatMap(([x, y, dx, dy]) => arrow(x, y, dx, dy, unit)));
}

function arrow(x, y, dx, dy, unit) {
  const length = Math.hypot(dx, dy);
  if (length < 1.5 * unit) return [];
  const [ux, uy] = [dx / length, dy / length];
  const head = Math.min(9 * unit, length * 0.6);
  const [tx, ty] = [x + dx, y + dy];
  const base = [tx - ux * head, ty - uy * head];
  const side = head / 2;
  return [
    s("line", { class: "arrow", x1: x, y1: y, x2: tx - ux * head * 0.8, y2: ty - uy * head * 0.8 }),
    s("polygon", { class: "tip", points: `${tx},${ty} ${base[0] - uy * side},${base[1] + ux * side} ${base[0] + uy * side},${base[1] - ux * side}` }),
  ];
}
