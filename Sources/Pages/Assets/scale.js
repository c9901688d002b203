// One axis: values to pixels and back, and its ticks.

/** A scale from a domain to pixels, linear or logarithmic. */
export class Scale {
  constructor(domain, range, isLog = false) {
    this.domain = domain;
    this.range = range;
    this.isLog = isLog;
    this.#from = isLog ? domain.map(Math.log10) : domain;
  }

  #from;

  /** The pixel of a value. Far outside it stays finite, so that a path can be drawn. */
  pixel(value) {
    const at = this.isLog ? Math.log10(Math.max(value, 1e-300)) : value;
    const share = (at - this.#from[0]) / (this.#from[1] - this.#from[0]);
    return this.range[0] + Math.min(Math.max(share, -20), 20) * (this.range[1] - this.range[0]);
  }

  /** The value at a pixel. */
  value(pixel) {
    const share = (pixel - this.range[0]) / (this.range[1] - this.range[0]);
    const at = this.#from[0] + share * (this.#from[1] - this.#from[0]);
    return this.isLog ? 10 ** at : at;
  }

  /** Round values within the domain, about so many. */
  ticks(count) {
    return this.isLog ? this.#logTicks(count) : this.#linearTicks(count);
  }

  #linearTicks(count) {
    const [low, high] = this.domain;
    const raw = (high - low) / Math.max(count, 1);
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw * 0.999);
    const ticks = [];
    for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1) {
      ticks.push(Number((index * step).toPrecision(12)));
    }
    return ticks;
  }

  #logTicks(count) {
    const [low, high] = this.#from.map(Math.round);
    const step = Math.max(1, Math.ceil((high - low) / count));
    const ticks = [];
    for (let power = low; power <= high; power += step) ticks.push(10 ** power);
    return ticks;
  }
}

const superscripts = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** A tick's words: 0.5, 10⁻³. */
export function tickText(value, isLog) {
  if (!isLog || (value >= 0.01 && value <= 1000)) return String(Number(value.toPrecision(6))).replace("-", "−");
  const power = String(Math.round(Math.log10(value)));
  return `10${[...power].map((letter) => superscripts[letter]).join("")}`;
}
