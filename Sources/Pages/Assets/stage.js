// Boxes on a plane that are dragged, resized and turned by mouse, touch and keys.

import { s } from "/pages/dom.js";
import { outline, pointOf, points } from "/pages/boxshape.js";

const size = { width: 120, height: 84 };
const handles = [[-0.5, -0.5], [0, -0.5], [0.5, -0.5], [0.5, 0], [0.5, 0.5], [0, 0.5], [-0.5, 0.5], [-0.5, 0]];
const smallest = 2;

/** The plane. `under` and `over` are layers of drawing; `onchange(a, b)` tells of every movement. */
export class Stage {
  onresize = null;
  /** How many units of the plane a pixel of the screen has. */
  unit = 0.2;
  #boxes;
  #onchange;

  constructor({ boxes, under, over, onchange }) {
    this.#onchange = onchange;
    this.node = s("svg", { class: "stage", viewBox: `0 0 ${size.width} ${size.height}`, "aria-label": "Two boxes", role: "group" }, graph(), under);
    this.#boxes = boxes.map((box, index) => this.#make(box, index));
    this.node.append(...this.#boxes.map(({ node }) => node), ...over);
    new ResizeObserver(() => this.#resize()).observe(this.node);
  }

  /** Puts both boxes somewhere. */
  set(...shapes) {
    this.#boxes.forEach((box, index) => { box.shape = shapes[index]; this.#place(box); });
  }

  #resize() {
    if (!this.node.clientWidth) return;
    this.unit = size.width / this.node.clientWidth;
    this.#boxes.forEach((box) => this.#place(box));
    this.onresize?.();
  }

  #make({ name, tone, shape }, index) {
    const body = s("polygon", { class: "body" });
    const label = s("text", {}, name);
    const stem = s("line", { class: "term" });
    const grips = [...handles.map(([across, down]) => ({ across, down })), { turns: true }].map((handle) => ({
      ...handle, knob: handle.turns ? s("circle", { class: "knob" }) : s("rect", { class: "knob" }), grip: s("circle", { class: "grip" }),
    }));
    const node = s("g", { class: `box tone-${tone}`, tabindex: 0, role: "group", "data-box": index, onkeydown: (event) => this.#key(box, event) },
      body, stem, label, grips.map(({ knob, grip }) => [knob, grip]));
    const box = { name, node, body, label, stem, grips, shape };
    body.addEventListener("pointerdown", (event) => this.#drag(box, event, moving(box.shape)));
    for (const handle of grips) {
      handle.grip.addEventListener("pointerdown", (event) => this.#drag(box, event, handle.turns ? turning() : resizing(handle)));
    }
    return box;
  }

  #place(box) {
    const { shape, unit = this.unit } = box;
    box.body.setAttribute("points", points(outline(shape)));
    for (const handle of box.grips) {
      const [x, y] = handle.turns ? this.#turnPoint(shape) : pointOf(shape, handle.across, handle.down);
      const radius = (handle.turns ? 6 : 4.5) * unit;
      if (handle.turns) set(handle.knob, { cx: x, cy: y, r: radius });
      else set(handle.knob, { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, transform: `rotate(${shape[4]} ${x} ${y})` });
      set(handle.grip, { cx: x, cy: y, r: Math.min(16 * unit, Math.max(6 * unit, Math.min(shape[2], shape[3]) / 4)) });
    }
    const [from, to] = [pointOf(shape, 0, -0.5), this.#turnPoint(shape)];
    set(box.stem, { x1: from[0], y1: from[1], x2: to[0], y2: to[1] });
    const [left, bottom] = pointOf(shape, -0.5, 0.5);
    set(box.label, { x: left + 6 * unit, y: bottom - 8 * unit, "font-size": 13 * unit, transform: `rotate(${shape[4]} ${left} ${bottom})` });
    box.label.style.fontSize = `${13 * unit}px`;
    const [cx, cy, width, height, degrees] = shape.map((value) => Math.round(value * 10) / 10);
    box.node.setAttribute("aria-label", `${box.name}: centre ${cx}, ${cy}, width ${width}, height ${height}, turned ${degrees} degrees`);
    box.node.setAttribute("data-shape", JSON.stringify(shape));
  }

  #turnPoint(shape) {
    const [x, y] = pointOf(shape, 0, -0.5);
    const angle = ((shape[4] - 90) * Math.PI) / 180;
    return [x + 22 * this.unit * Math.cos(angle), y + 22 * this.unit * Math.sin(angle)];
  }

  /** Follows a pointer until it is lifted. */
  #drag(box, event, change) {
    if (event.button !== 0) return;
    event.preventDefault();
    box.node.focus({ preventScroll: true });
    const start = { point: this.#point(event), shape: box.shape };
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const move = (moved) => this.#change(box, change(start, this.#point(moved), moved.shiftKey));
    const end = () => {
      target.removeEventListener("pointermove", move);
      target.removeEventListener("pointerup", end);
      target.removeEventListener("pointercancel", end);
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", end);
    target.addEventListener("pointercancel", end);
  }

  #key(box, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [cx, cy, width, height, degrees] = box.shape;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const turn = { "[": -5, "]": 5 }[event.key];
    if (!arrow && !turn) return;
    event.preventDefault();
    if (turn) return this.#change(box, [cx, cy, width, height, wrapped(degrees + turn)]);
    const [x, y] = arrow;
    this.#change(box, event.shiftKey ? [cx, cy, Math.max(width + x, smallest), Math.max(height + y, smallest), degrees] : [cx + x, cy + y, width, height, degrees]);
  }

  #change(box, shape) {
    box.shape = [limited(shape[0], size.width), limited(shape[1], size.height), Math.min(shape[2], size.width), Math.min(shape[3], size.height), shape[4]];
    this.#place(box);
    this.#onchange(...this.#boxes.map((each) => each.shape));
  }

  #point(event) {
    const frame = this.node.getBoundingClientRect();
    return [((event.clientX - frame.left) * size.width) / frame.width, ((event.clientY - frame.top) * size.height) / frame.height];
  }
}

function moving() {
  return ({ point, shape }, [x, y]) => [rounded(shape[0] + x - point[0]), rounded(shape[1] + y - point[1]), ...shape.slice(2)];
}

/** The opposite corner or side stays where it is. */
function resizing({ across, down }) {
  return ({ shape }, [x, y]) => {
    const angle = (shape[4] * Math.PI) / 180;
    const fixed = pointOf(shape, -across, -down);
    const away = [(x - fixed[0]) * Math.cos(angle) + (y - fixed[1]) * Math.sin(angle), (y - fixed[1]) * Math.cos(angle) - (x - fixed[0]) * Math.sin(angle)];
    const width = across ? Math.max(rounded(away[0] * Math.sign(across)), smallest) : shape[2];
    const height = down ? Math.max(rounded(away[1] * Math.sign(down)), smallest) : shape[3];
    const [dx, dy] = [across * width, down * height];
    return [fixed[0] + dx * Math.cos(angle) - dy * Math.sin(angle), fixed[1] + dx * Math.sin(angle) + dy * Math.cos(angle), width, height, shape[4]];
  };
}

/** The handle stands above the box; it catches at the right angles. */
function turning() {
  return ({ shape }, [x, y], isFree) => {
    const degrees = (Math.atan2(y - shape[1], x - shape[0]) * 180) / Math.PI + 90;
    const right = Math.round(degrees / 90) * 90;
    return [...shape.slice(0, 4), wrapped(!isFree && Math.abs(degrees - right) < 4 ? right : Math.round(degrees))];
  };
}

function graph() {
  const lines = [];
  for (let x = 0; x <= size.width; x += 10) lines.push(s("line", { x1: x, x2: x, y1: 0, y2: size.height }));
  for (let y = 0; y <= size.height; y += 10) lines.push(s("line", { x1: 0, x2: size.width, y1: y, y2: y }));
  return s("g", { class: "graph", "aria-hidden": "true" }, lines);
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

function wrapped(degrees) {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}

function limited(value, most) {
  return Math.min(Math.max(value, 0), most);
}

function rounded(value) {
  return Math.round(value * 10) / 10;
}
