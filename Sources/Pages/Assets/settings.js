// What a link keeps: the part after #, as "#losses?gamma=2&axis=log".

/** The part of the page that the address names, and the values behind it. */
export function address() {
  const [name, ...rest] = location.hash.slice(1).split("?");
  return { name: decodeURIComponent(name), values: new URLSearchParams(rest.join("?")) };
}

/** Values with defaults. Those that differ from their default stand in the address. */
export class Settings {
  #name;
  #defaults;
  #values;
  #timer = null;

  constructor(name, defaults) {
    this.#name = name;
    this.#defaults = defaults;
    this.read();
  }

  /** Takes the values from the address. */
  read() {
    const given = address().values;
    this.#values = Object.fromEntries(
      Object.entries(this.#defaults).map(([key, value]) => [key, given.has(key) ? parsed(given.get(key), value) : value]));
  }

  get(key) {
    return this.#values[key];
  }

  set(key, value) {
    this.#values[key] = value;
    // Browsers refuse more than some changes of the address a second.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.write(), 150);
  }

  /** Puts the values into the address. */
  write() {
    if (address().name.split("/")[0] !== this.#name.split("/")[0]) return;
    history.replaceState(null, "", this.link());
  }

  /** The link that brings these values back. */
  link() {
    const items = Object.keys(this.#defaults)
      .filter((key) => text(this.#values[key]) !== text(this.#defaults[key]))
      .map((key) => `${encodeURIComponent(key)}=${encodeURIComponent(text(this.#values[key])).replaceAll("%2C", ",")}`);
    return `#${this.#name}${items.length ? `?${items.join("&")}` : ""}`;
  }
}

function text(value) {
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** A value from a link, of the default's type; the default where it is none. */
function parsed(word, otherwise) {
  if (typeof otherwise === "boolean") return word === "true";
  if (typeof otherwise === "number") return number(word) ?? otherwise;
  if (!Array.isArray(otherwise)) return word;
  const words = word === "" ? [] : word.split(",");
  if (typeof otherwise[0] !== "number") return words;
  const numbers = words.map(number);
  return numbers.length === otherwise.length && !numbers.includes(null) ? numbers : otherwise;
}

function number(word) {
  const value = Number(word);
  return word.trim() !== "" && Number.isFinite(value) ? value : null;
}
