// Curves on a pair of axes, as SVG, with a reading line for mouse, touch and keys.

import { h, s, shown, uniqueID } from "/pages/dom.js";
import { Scale, tickText } from "/pages/scale.js";

const margin = { left: 56, right: 14, top: 12, bottom: 44 };

/** A plot. `draw` gives it curves; the table below it names them and reads them at the line. */
export class Plot {
  #frame;
  #axes;
  #curves;
  #cursor;
  #clip = uniqueID("clip");
  #data = null;
  #index = null;
  #width = 0;

  /** `label`: what a screen reader says. `onread(index)`: the line has moved. */
  constructor({ label, aspect = 0.62, tallest = 380, onread = null }) {
    this.aspect = aspect;
    this.tallest = tallest;
    this.onread = onread;
    this.#axes = s("g", { class: "axes", "aria-hidden": "true" });
    this.#curves = s("g", { class: "curves", "clip-path": `url(#${this.#clip})` });
    this.#cursor = s("g", { class: "cursor", "aria-hidden": "true" });
    this.#frame = s("rect", {});
    this.svg = s("svg", {
      class: "plot", role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 0, "aria-valuenow": 0,
      onpointermove: (event) => this.#point(event), onpointerdown: (event) => this.#point(event),
      onkeydown: (event) => this.#key(event),
    }, s("defs", {}, s("clipPath", { id: this.#clip }, this.#frame)), this.#axes, this.#curves, this.#cursor);
    this.table = h("table", { class: "reading" });
    this.node = h("div", { class: "figure" }, this.svg, this.table);
    new ResizeObserver(() => this.#resize()).observe(this.node);
  }

  /** `xs`: the places. `series`: [{name, tone, values, dashed, strong}]. `x`, `y`: {label, domain, log}. */
  draw(data) {
    this.#data = data;
    if (this.#index === null || this.#index >= data.xs.length) this.#index = Math.floor((data.xs.length - 1) * (data.start ?? 0.5));
    this.#render();
  }

  /** Puts the reading line at a place. */
  read(index, quietly = false) {
    if (!this.#data) return;
    this.#index = Math.min(Math.max(index, 0), this.#data.xs.length - 1);
    this.#mark();
    if (!quietly) this.onread?.(this.#index);
  }

  #resize() {
    const width = Math.round(this.node.clientWidth);
    if (width === this.#width || width === 0) return;
    this.#width = width;
    this.#render();
  }

  #scales() {
    const height = Math.min(this.tallest, Math.max(210, Math.round(this.#width * this.aspect)));
    const { x, y } = this.#data;
    return {
      height,
      x: new Scale(x.domain, [margin.left, this.#width - margin.right], x.log),
      y: new Scale(y.domain, [height - margin.bottom, margin.top], y.log),
    };
  }

  #render() {
    if (!this.#data || !this.#width) return;
    const { height, x, y } = this.#scales();
    const size = { x: margin.left, y: margin.top, width: this.#width - margin.left - margin.right, height: height - margin.top - margin.bottom };
    for (const [name, value] of Object.entries(size)) this.#frame.setAttribute(name, value);
    this.svg.setAttribute("viewBox", `0 0 ${this.#width} ${height}`);
    this.svg.setAttribute("width", this.#width);
    this.svg.setAttribute("height", height);
    // What a program needs to read the curves back.
    this.svg.setAttribute("data-axes", JSON.stringify({ x: this.#data.x, y: this.#data.y, area: size }));
    this.#axes.replaceChildren(...grid(x, y, this.#data), ...captions(this.#width, height, this.#data));
    this.#curves.replaceChildren(...this.#data.series.map((series) => s("path", {
      d: path(this.#data.xs, series.values, x, y), "data-series": series.name,
      class: `curve tone-${series.tone}${series.strong ? " strong" : ""}${series.dashed ? " dashed" : ""}`,
    })));
    this.svg.setAttribute("aria-valuemax", this.#data.xs.length - 1);
    this.#mark();
  }

  #mark() {
    if (!this.#width) return;
    const { height, x, y } = this.#scales();
    const at = this.#data.xs[this.#index];
    const pixel = x.pixel(at);
    const dots = this.#data.series
      .filter((series) => series.values[this.#index] !== null)
      .map((series) => ({ series, top: y.pixel(series.values[this.#index]) }))
      .filter(({ top }) => top >= margin.top - 1 && top <= height - margin.bottom + 1);
    this.#cursor.replaceChildren(
      s("line", { x1: pixel, x2: pixel, y1: margin.top, y2: height - margin.bottom }),
      ...dots.map(({ series, top }) => s("circle", { cx: pixel, cy: top, r: 4, class: `tone-${series.tone}` })));
    const name = this.#data.x.label;
    const words = this.#data.series.map((series) => `${series.name} ${shown(series.values[this.#index])}`);
    this.svg.setAttribute("aria-valuenow", this.#index);
    this.svg.setAttribute("aria-valuetext", `${name} ${shown(at)}: ${words.join(", ")}`);
    this.table.replaceChildren(
      h("caption", {}, `at ${name} = ${shown(at, 4)}`),
      h("tbody", {}, this.#data.series.map((series) => h("tr", {},
        h("th", { scope: "row" }, swatch(series.tone, series.dashed), series.name),
        h("td", { "data-value": series.values[this.#index] ?? "" }, shown(series.values[this.#index]))))));
  }

  #point(event) {
    if (!this.#data) return;
    const { x } = this.#scales();
    const box = this.svg.getBoundingClientRect();
    const value = x.value((event.clientX - box.left) * (this.#width / box.width));
    const xs = this.#data.xs;
    const distance = (index) => Math.abs((x.isLog ? Math.log(xs[index] / Math.max(value, 1e-300)) : xs[index] - value));
    let best = 0;
    for (let index = 1; index < xs.length; index += 1) if (distance(index) < distance(best)) best = index;
    this.read(best);
  }

  #key(event) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -1e9, End: 1e9 };
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.read(this.#index + step);
  }
}

/** The sign of a curve in a list. */
export function swatch(tone, dashed = false) {
  return s("svg", { class: "swatch", width: 18, height: 10, viewBox: "0 0 18 10", "aria-hidden": "true" },
    s("line", { x1: 1, x2: 17, y1: 5, y2: 5, class: `curve tone-${tone}${dashed ? " dashed" : ""}` }));
}

function path(xs, values, x, y) {
  let isOpen = false;
  let text = "";
  xs.forEach((at, index) => {
    const value = values[index];
    if (value === null || !Number.isFinite(value) || (y.isLog && value <= 0)) { isOpen = false; return; }
    text += `${isOpen ? "L" : "M"}${x.pixel(at).toFixed(2)},${y.pixel(value).toFixed(2)}`;
    isOpen = true;
  });
  return text;
}

function grid(x, y, data) {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const across = x.ticks(Math.max(3, Math.floor((right - left) / 80))).map((value) => {
    const at = x.pixel(value);
    return [s("line", { x1: at, x2: at, y1: top, y2: bottom }), s("text", { x: at, y: bottom + 18, "text-anchor": "middle" }, tickText(value, data.x.log))];
  });
  const up = y.ticks(Math.max(3, Math.floor((bottom - top) / 50))).map((value) => {
    const at = y.pixel(value);
    return [s("line", { x1: left, x2: right, y1: at, y2: at, class: value === 0 && !data.y.log ? "zero" : null }), s("text", { x: left - 8, y: at + 4, "text-anchor": "end" }, tickText(value, data.y.log))];
  });
  return [...across, ...up].flat();
}

function captions(width, height, data) {
  return [
    s("text", { class: "caption", x: (margin.left + width - margin.right) / 2, y: height - 8, "text-anchor": "middle" }, data.x.label),
    s("text", { class: "caption", x: 14, y: (height - margin.bottom) / 2, "text-anchor": "middle", transform: `rotate(-90 14 ${(height - margin.bottom) / 2})` }, data.y.label),
  ];
}
