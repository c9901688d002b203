// What a detector's heads come from: a shipped example, or files that are dropped.

import { pathOf, Problem, queryOf, send } from "/pages/api.js";
import { NetworkHeads, networks } from "/pages/networkheads.js";

/** The shipped examples: raw heads of a small RetinaNet for drawn shapes, the rows that score at all. */
export const examples = [["1", "Shapes 1"], ["3", "Shapes 3"], ["5", "Shapes 5"]];
export const exampleNames = ["background", "circle", "square", "triangle"];

/** Heads with the parameters that say what they are, and the picture they are of. */
export class Heads {
  constructor({ operation, body = {}, file = null, picture = null, names = [] }) {
    Object.assign(this, { operation, body, file, picture, names });
  }

  /** A shipped example. */
  static async example(name) {
    const response = await send(`/pages/shapes-${encodeURIComponent(name)}.json`);
    if (!response.ok) throw new Error(`There is no example “${name}”.`);
    return new Heads({ operation: "detections.retinanet", body: await response.json(), picture: `/pages/shapes-${name}.webp`, names: exampleNames });
  }

  /** With dropped files added: tensors, a request or parameters as JSON, a picture. Pictures alone go to a network where one is
      loaded: the one of that name, or the first. */
  async with(files, preferred = null) {
    const kinds = files.map(kindOf);
    const all = kinds.every((kind) => kind === "picture") ? await networks() : [];
    if (all.length) {
      const [file, network] = [files.at(-1), all.find(({ model }) => model === preferred) ?? all[0]];
      return new NetworkHeads(network, file, URL.createObjectURL(file), this);
    }
    const next = new Heads({ operation: this.operation, body: {}, picture: null, names: this.names });
    // Without a network it belongs to what is shown already, as parameters alone belong to the tensors.
    if (!kinds.includes("tensors")) { next.file = this.file; next.body = this.body; }
    if (!kinds.includes("picture")) next.picture = this.isExample() ? null : this.picture;
    for (const [index, file] of files.entries()) {
      if (kinds[index] === "tensors") next.file = await file.arrayBuffer();
      else if (kinds[index] === "picture") next.picture = URL.createObjectURL(file);
      else next.#take(object(await file.text(), file.name));
    }
    return next;
  }

  /** By another operation; a network looks at the picture. */
  async by(operation) {
    if (!operation.startsWith("networks.")) {
      this.operation = operation;
      return this;
    }
    const network = (await networks()).find(({ model }) => model === operation);
    if (!network || !this.picture) throw new Error("A network looks at a picture: drop one.");
    return new NetworkHeads(network, await (await fetch(this.picture)).blob(), this.picture, this);
  }

  isExample() {
    return this.picture?.startsWith("/pages/") ?? false;
  }

  #take(body) {
    const hasTensors = Object.values(body).some((value) => isNested(value) || (value !== null && typeof value === "object" && Array.isArray(value.data)));
    if (hasTensors) { this.body = body; this.file = null; } else this.body = { ...this.body, ...body };
  }

  /** How many classes a row has: candidates are numbered row · K + class. */
  get classes() {
    if (this.file) return headerOf(this.file)?.class_logits?.shape?.at(-1) ?? null;
    let value = this.body.class_logits;
    if (Array.isArray(value?.shape)) return value.shape.at(-1);
    while (Array.isArray(value) && Array.isArray(value[0])) [value] = value;
    return Array.isArray(value) ? value.length : null;
  }

  /** The images' size, [height, width]. */
  get size() {
    const size = this.body.original_size ?? this.body.image_size;
    return Array.isArray(size?.[0]) ? size[0] : size;
  }

  /** The answer with some parameters. */
  async detect(parameters, signal) {
    const body = Object.fromEntries(Object.entries({ ...this.body, ...parameters }).filter(([, value]) => value !== null));
    const path = pathOf(this.operation);
    const request = this.file
      ? [`${path}?${queryOf(Object.entries(body))}`, { method: "POST", headers: { "Content-Type": "application/x-safetensors" }, body: this.file, signal }]
      : [path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal }];
    const response = await send(...request);
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Problem(response.status, answer);
    return answer;
  }
}

function kindOf(file) {
  if (file.type.startsWith("image/")) return "picture";
  return file.name.endsWith(".safetensors") ? "tensors" : "json";
}

function object(text, name) {
  let value = null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not JSON: ${error.message}`);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Error(`${name} holds no object: a request body, or parameters, are wanted.`);
  return value;
}

function isNested(value) {
  return Array.isArray(value) && Array.isArray(value[0]) && value.length > 16;
}

/** A safetensors file's header: 8 bytes of length, then JSON. */
function headerOf(file) {
  try {
    const length = Number(new DataView(file).getBigUint64(0, true));
    return JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length)));
  } catch {
    return null;
  }
}
