// What became of a candidate, from the answer's explanation.

import { shown } from "/pages/dom.js";

/** Reads an image's answer: candidates are numbered row · classes + class. */
export class Fates {
  #image;
  #classes;
  #kept;
  #suppressed;
  #capped;

  constructor(image, classes) {
    this.#image = image;
    this.#classes = classes;
    this.#kept = new Map((image.anchor_indices ?? []).map((row, index) => [row * classes + image.labels[index], index]));
    const { suppressed, cap } = image.explanation ?? {};
    this.#suppressed = new Map((suppressed?.indices ?? []).map((candidate, index) => [candidate, { by: suppressed.by?.[index], iou: suppressed.iou?.[index] }]));
    this.#capped = new Set(cap?.indices ?? []);
  }

  /** {stage, words, by}: where the candidate fell and why; `by` is the detection that suppressed it. */
  of(row, label) {
    const candidate = row * this.#classes + label;
    if (this.#kept.has(candidate)) return { stage: "returned", words: "It is answered.", detection: this.#kept.get(candidate) };
    const suppression = this.#suppressed.get(candidate);
    if (suppression) return this.#suppression(suppression);
    if (this.#capped.has(candidate)) return { stage: "cap", words: "It fell at the cap: max_detections better ones were there." };
    if (within(this.#image.explanation?.top_k, candidate)) return { stage: "top-k", words: "It was not among the top_k best of its level." };
    if (within(this.#image.explanation?.threshold, candidate)) return { stage: "threshold", words: "Its score is not above the score threshold." };
    return { stage: "removed", words: "It was removed." };
  }

  #suppression({ by, iou }) {
    const detection = this.#kept.get(by);
    const who = detection === undefined ? "a better candidate" : `detection ${detection + 1}`;
    return { stage: "suppressed", words: `Suppressed by ${who}, which it overlaps with IoU ${shown(iou, 4)}.`, detection, iou };
  }
}

/** Whether a number lies in one of the runs, which are in order. */
function within(runs, candidate) {
  const starts = runs?.starts ?? [];
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= candidate) low = middle + 1;
    else high = middle;
  }
  return low > 0 && candidate < starts[low - 1] + runs.lengths[low - 1];
}
