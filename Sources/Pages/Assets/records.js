// Ground truth and detections: a shipped example, or the user's files, sent as they are.

import { send } from "/pages/api.js";

/** The shipped examples. */
export const examples = [["shapes", "Shapes"], ["errors", "Every kind of error"]];

/** A ground truth and results, each a JSON text or a file. */
export class Records {
  constructor(truth, results) {
    this.truth = truth;
    this.results = results;
  }

  static async example(name) {
    const response = await send(`/pages/evaluation-${encodeURIComponent(name)}.json`);
    if (!response.ok) throw new Error(`There is no example “${name}”.`);
    const { ground_truth: truth, detections } = await response.json();
    return new Records(JSON.stringify(truth), JSON.stringify(detections));
  }

  /** A request's body. The files are not read here: a mistake in one is the service's to find, with its place. */
  body(parameters) {
    const rest = Object.entries(parameters).map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`).join("");
    return new Blob(["{\"ground_truth\":", this.truth, ",\"detections\":", this.results, rest, "}"]);
  }
}

/** Which of two files is the ground truth: the one that is an object. */
export async function sorted(files) {
  const starts = await Promise.all(files.map(async (file) => (await file.slice(0, 200).text()).trimStart()[0]));
  return { truth: files[starts.indexOf("{")] ?? null, results: files[starts.indexOf("[")] ?? null };
}
