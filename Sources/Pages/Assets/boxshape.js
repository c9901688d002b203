// A box on the stage: [centre x, centre y, width, height, degrees], y downwards.

/** Whether it stands askew. */
export function isTurned(shape) {
  return shape[4] % 360 !== 0;
}

/** [x1, y1, x2, y2], of an upright box. */
export function corners([cx, cy, width, height]) {
  return [cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2];
}

/** As the service's cxcywhr: the angle in radians. */
export function rotated([cx, cy, width, height, degrees]) {
  return [cx, cy, width, height, (degrees * Math.PI) / 180];
}

/** A box of corners, upright. */
export function shaped([x1, y1, x2, y2]) {
  return [(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1, 0];
}

/** A point given by shares of width and height from the centre. */
export function pointOf([cx, cy, width, height, degrees], across, down) {
  const angle = (degrees * Math.PI) / 180;
  const [x, y] = [across * width, down * height];
  return [cx + x * Math.cos(angle) - y * Math.sin(angle), cy + x * Math.sin(angle) + y * Math.cos(angle)];
}

/** The four corner points, in order around the box. */
export function outline(shape) {
  return [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(([across, down]) => pointOf(shape, across, down));
}

/** Points as an SVG attribute. */
export function points(list) {
  return list.map(([x, y]) => `${x.toFixed(3)},${y.toFixed(3)}`).join(" ");
}
