// A picture that a loaded network looks at, in place of raw heads: each change of a slider asks the network.

import { Problem, queryOf, send } from "/pages/api.js";

let loaded = null;

/** The networks that the service has, asked for once. */
export function networks() {
  loaded ??= send("/v1/networks").then(async (response) => (response.ok ? (await response.json()).networks : []));
  loaded.catch(() => { loaded = null; });
  return loaded;
}

// More candidates than these are too many for a page: a large network has millions.
const most = { top_k: 1000, max_detections: 2000 };

/** A picture's file, the network that it is given to, and the heads that were shown before. */
export class NetworkHeads {
  body = {};
  size = null;

  constructor(network, file, picture, before) {
    Object.assign(this, { file, picture, before, operation: network.model, names: network.labels ?? [], classes: network.num_classes });
    this.path = `/v1/networks/${encodeURIComponent(network.name)}/detect`;
  }

  /** With dropped files: pictures go to the network, anything else to the heads. */
  async with(files) {
    return this.before.with(files, this.operation);
  }

  /** By another operation: another network, or the heads that were shown before. */
  async by(operation) {
    if (!operation.startsWith("networks.")) return this.before.by(operation);
    const network = (await networks()).find(({ model }) => model === operation);
    return new NetworkHeads(network, this.file, this.picture, this.before);
  }

  /** The answer with some parameters. */
  async detect(parameters, signal) {
    const asked = Object.entries(parameters).filter(([, value]) => value !== null)
      .map(([name, value]) => [name, name in most ? Math.min(value, most[name]) : value]);
    const headers = { "Content-Type": this.file.type || "image/jpeg" };
    const response = await send(`${this.path}?${queryOf(asked)}`, { method: "POST", headers, body: this.file, signal });
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Problem(response.status, answer);
    this.size = answer.images[0].original_size;
    return answer;
  }
}
