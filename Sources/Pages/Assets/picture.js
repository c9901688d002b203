// Boxes on a picture, as SVG.

import { cut, s, shown } from "/pages/dom.js";

/** How many colours there are. */
export const tones = 7;

/** The picture. `choose(kind, index)` follows clicks and keys: a detection, or a fallen candidate. */
export class Picture {
  #data = null;
  #image;
  #boxes;
  #choose;

  constructor(choose) {
    this.#choose = choose;
    this.#image = s("image", { width: 1, height: 1 });
    this.#boxes = s("g", {});
    this.node = s("svg", { class: "picture", role: "group", "aria-label": "Detections on the picture" }, this.#image, this.#boxes);
    new ResizeObserver(() => this.#render()).observe(this.node);
  }

  /** {size: [height, width], href, detections, fallen, names, chosen}. */
  draw(data) {
    this.#data = data;
    this.#render();
  }

  #render() {
    const data = this.#data;
    if (!data || !this.node.clientWidth) return;
    const [height, width] = data.size;
    this.node.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const unit = width / this.node.clientWidth;
    if (data.href) {
      this.#image.setAttribute("href", data.href);
      this.#image.setAttribute("width", width);
      this.#image.setAttribute("height", height);
    } else this.#image.removeAttribute("href");
    const focused = this.node.contains(document.activeElement) ? document.activeElement.getAttribute("data-index") : null;
    this.#boxes.replaceChildren(
      ...data.fallen.map((candidate, index) => this.#box("fallen", candidate, index, unit)),
      ...data.detections.map((detection, index) => this.#box("detection", detection, index, unit)).reverse());
    if (focused !== null) this.node.querySelector(`[data-kind="detection"][data-index="${CSS.escape(focused)}"]`)?.focus();
  }

  #box(kind, { box: [x1, y1, x2, y2], score, label }, index, unit) {
    const isChosen = this.#data.chosen?.kind === kind && this.#data.chosen.index === index;
    const name = nameOf(this.#data.names, label);
    const isDetection = kind === "detection";
    const choose = () => this.#choose(kind, index);
    const text = `${name} ${shown(score, 3)}`;
    const rect = s("rect", {
      class: `detection tone-${label % tones}${isDetection ? "" : " fallen"}${isChosen ? " chosen" : ""}`,
      x: x1, y: y1, width: Math.max(x2 - x1, 0), height: Math.max(y2 - y1, 0), "data-kind": kind, "data-index": index,
      ...(isDetection ? { tabindex: 0, role: "button", "aria-label": `Detection ${index + 1}: ${text}` } : { "aria-hidden": "true" }),
      onclick: choose, onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); } },
    });
    if (!isDetection) return rect;
    const short = cut(text, 40);
    const [wide, high] = [(short.length * 6.6 + 8) * unit, 16 * unit];
    const top = y1 >= high ? y1 - high : y1;
    const words = s("text", { class: "label", x: x1 + 4 * unit, y: top + 12 * unit, "aria-hidden": "true" }, short);
    words.style.fontSize = `${11 * unit}px`;
    return s("g", {}, rect, s("rect", { class: "tag", x: x1, y: top, width: wide, height: high }), words);
  }
}

/** A class's name, or its number. */
export function nameOf(names, label) {
  return cut(names[label] || `class ${label}`);
}
