// Raw heads become boxes: thresholds that answer while they move, and why a candidate fell.

import { announce, h, shown } from "/pages/dom.js";
import { Latest, operations } from "/pages/api.js";
import { Settings } from "/pages/settings.js";
import { complaint, select, slider, toggle } from "/pages/controls.js";
import { examples, Heads } from "/pages/heads.js";
import { Fates } from "/pages/fate.js";
import { networks } from "/pages/networkheads.js";
import { nameOf, Picture } from "/pages/picture.js";
import { funnel } from "/pages/funnel.js";
import { dropZone } from "/pages/dropzone.js";
import { download } from "/pages/download.js";
import { cocoResults, figure, png, saveJSON } from "/pages/export.js";

const methods = ["hard", "soft-linear", "soft-gaussian", "diou", "matrix", "cluster", "weighted-box-fusion"];
const mostFallen = 200;
const mostDrawn = 60;

export function open() {
  return new Detection();
}

class Detection {
  title = "Detection";
  #settings = new Settings("detection", {
    example: "1", score: 0.05, iou: 0.5, topK: 1000, most: 100, method: "hard", agnostic: false, fallen: true, names: "",
  });
  #latest = new Latest();
  #trouble = complaint();
  #heads = null;
  #answer = null;
  #all = null;
  #chosen = null;
  #image = 0;

  constructor() {
    const update = () => this.#update();
    const settings = this.#settings;
    this.picture = new Picture((kind, index) => this.#choose(kind, index));
    this.counts = h("div", {});
    this.reason = h("p", { class: "reason", id: "reason", role: "status" });
    this.list = h("div", { class: "list", tabindex: 0, role: "group", "aria-label": "Candidates" });
    this.images = h("div", {});
    this.overlap = slider(settings, "iou", { label: "IoU threshold", min: 0, max: 1, step: 0.01 }, update);
    this.operation = h("select", { id: "detector", onchange: () => this.#load(() => this.#heads.by(this.operation.value)) });
    this.node = h("section", { class: "part", "aria-label": "Detection" },
      h("header", {}, h("h1", {}, "Detection"),
        h("p", {}, "Raw heads become boxes: score threshold, top-k per level, decoding, suppression, cap. Drop a picture, and a network that the service has loaded finds its heads. Click a dashed candidate to read why it fell.")),
      h("div", { class: "split wide-left" },
        h("div", {}, h("div", { class: "panel" }, this.picture.node, this.images, this.reason, this.#exports()),
          h("div", { class: "panel" }, h("h2", {}, "Candidates"), this.list)),
        h("div", {}, h("div", { class: "panel" },
          select(settings, "example", { label: "Example", options: examples }, () => this.#load(() => Heads.example(settings.get("example")))),
          dropZone("or your own: a picture, or heads (safetensors, or a request as JSON) with parameters (JSON)", (files) => this.#load(() => this.#heads.with(files))),
          h("div", { class: "control" }, h("label", { for: "detector" }, "Operation"), this.operation),
          this.#trouble.node),
        h("div", { class: "panel" },
          slider(settings, "score", { label: "Score threshold", min: 0, max: 1, step: 0.01 }, update),
          this.overlap,
          slider(settings, "topK", { label: "Top-k per level", min: 1, max: 10000, scale: "log" }, update),
          slider(settings, "most", { label: "Detections at the most", min: 1, max: 1000, scale: "log" }, update),
          select(settings, "method", { label: "Suppression", options: methods.map((name) => [name, name]) }, update),
          toggle(settings, "agnostic", "classes suppress each other", update),
          toggle(settings, "fallen", "show what fell", () => this.#draw()),
          this.#namesField()),
        h("div", { class: "panel" }, h("h2", {}, "What each stage leaves"), this.counts))));
    this.#fillOperations();
    this.#load(() => Heads.example(settings.get("example")));
  }

  link() {
    return this.#settings.link();
  }

  async #fillOperations() {
    try {
      const [all, loaded] = await Promise.all([operations(), networks()]);
      const names = all.filter(({ name, inputs, outputs }) => name.startsWith("detections.") && outputs.some((output) => output.name === "images") && inputs.length).map(({ name }) => name)
        .concat(loaded.map(({ model }) => model));
      this.operation.replaceChildren(...names.map((name) => h("option", { value: name, selected: name === (this.#heads?.operation ?? "detections.retinanet") }, name)));
    } catch (error) {
      this.#trouble.show(error);
    }
  }

  #namesField() {
    const field = h("input", { type: "text", id: "names", value: this.#settings.get("names"), placeholder: "background, circle, …", autocomplete: "off" });
    field.addEventListener("input", () => { this.#settings.set("names", field.value); this.#draw(); });
    return h("div", { class: "control" }, h("label", { for: "names" }, "Class names, by commas"), field);
  }

  get #names() {
    const own = this.#settings.get("names").split(",").map((name) => name.trim());
    return own.some((name) => name !== "") ? own : this.#heads.names;
  }

  async #load(make) {
    try {
      const heads = await make();
      this.#heads = heads;
      this.#all = null;
      this.#chosen = null;
      this.#image = 0;
      this.operation.value = heads.operation;
      this.#trouble.clear();
      this.#update();
    } catch (error) {
      if (this.#heads) this.operation.value = this.#heads.operation;
      this.#trouble.show(error);
    }
  }

  #update() {
    if (!this.#heads) return;
    this.#latest.run(async (signal) => {
      const heads = this.#heads;
      try {
        // Every candidate with its box, once: those that the answer lacks have fallen.
        this.#all ??= await heads.detect({ score_threshold: 0, iou_threshold: 1, top_k: 100000, max_detections: 100000, class_agnostic: false, suppression: null, explain: null }, signal);
        const answer = await heads.detect(this.#parameters(), signal);
        if (heads !== this.#heads) return;
        this.#answer = answer;
        this.#trouble.clear();
        this.#draw();
      } catch (error) {
        if (error.name === "AbortError") throw error;
        this.#trouble.show(error);
      }
    });
  }

  #parameters() {
    const settings = this.#settings;
    const hasIoU = !["soft-gaussian", "matrix"].includes(settings.get("method"));
    for (const input of this.overlap.querySelectorAll("input")) input.disabled = !hasIoU;
    return {
      score_threshold: settings.get("score"), iou_threshold: hasIoU ? settings.get("iou") : null, top_k: settings.get("topK"),
      max_detections: settings.get("most"), class_agnostic: settings.get("agnostic"), explain: true,
      suppression: settings.get("method") === "hard" ? null : { method: settings.get("method") },
    };
  }

  #draw() {
    if (!this.#answer) return;
    const image = this.#answer.images[this.#image] ?? this.#answer.images[0];
    if (!image) { this.#trouble.show(new Error("The answer has no image.")); return; }
    this.detections = rows(image);
    const fates = new Fates(image, this.#heads.classes ?? 1);
    const hasRows = Array.isArray(image.anchor_indices) && this.#heads.classes !== null;
    this.fallen = hasRows && this.#settings.get("fallen") ? this.#fallen(fates) : [];
    this.picture.draw({
      size: this.#heads.size ?? [1, 1], href: this.#heads.picture, detections: this.detections, fallen: this.fallen.slice(0, mostDrawn), names: this.#names, chosen: this.#chosen,
    });
    this.counts.replaceChildren(funnel(image.counts ?? {}));
    this.images.replaceChildren(...this.#imageChoice());
    this.#listCandidates();
    this.#explain();
  }

  /** The best candidates that are not answered. */
  #fallen(fates) {
    const all = this.#all.images[this.#image] ?? this.#all.images[0];
    return rows(all).map((candidate) => ({ ...candidate, fate: fates.of(candidate.row, candidate.label) }))
      .filter(({ fate }) => fate.stage !== "returned").slice(0, mostFallen);
  }

  #imageChoice() {
    const count = this.#answer.images.length;
    if (count < 2) return [];
    const list = h("select", { "aria-label": "Image", onchange: () => { this.#image = Number(list.value); this.#chosen = null; this.#draw(); } },
      Array.from({ length: count }, (_, index) => h("option", { value: index, selected: index === this.#image }, `Image ${index + 1}`)));
    return [list];
  }

  #choose(kind, index) {
    this.#chosen = { kind, index };
    this.#draw();
    announce(this.reason.textContent);
  }

  #explain() {
    const { kind, index } = this.#chosen ?? {};
    const item = kind === "detection" ? this.detections[index] : kind === "fallen" ? this.fallen[index] : null;
    if (!item) { this.reason.textContent = "Choose a box, or a line of the table."; return; }
    const name = `${nameOf(this.#names, item.label)}, score ${shown(item.score, 4)}, row ${item.row ?? "–"}`;
    this.reason.textContent = kind === "detection" ? `Detection ${index + 1}: ${name}.` : `Candidate: ${name}. ${item.fate.words}`;
    this.reason.setAttribute("data-stage", kind === "detection" ? "returned" : item.fate.stage);
  }

  #listCandidates() {
    const line = (kind, item, index, words) => h("tr", { "aria-selected": this.#chosen?.kind === kind && this.#chosen.index === index ? "true" : null },
      h("td", {}, h("button", { type: "button", class: "plain", onclick: () => this.#choose(kind, index) }, nameOf(this.#names, item.label))),
      h("td", { "data-value": item.score }, shown(item.score, 4)), h("td", {}, words));
    this.list.replaceChildren(h("table", { id: "candidates" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "class"), h("th", { scope: "col", class: "number" }, "score"), h("th", { scope: "col" }, "what became of it"))),
      h("tbody", {}, this.detections.map((item, index) => line("detection", item, index, `detection ${index + 1}`)),
        this.fallen.map((item, index) => line("fallen", item, index, item.fate.words)))));
  }

  /** What is answered, drawn by the service. */
  #figure() {
    const image = this.#answer.images[this.#image] ?? this.#answer.images[0];
    return figure(image, { size: this.#heads.size, href: this.#heads.picture, names: this.#names });
  }

  #exports() {
    const save = (name, type, make) => async () => {
      try {
        download(name, type, await make());
      } catch (error) {
        this.#trouble.show(error);
      }
    };
    return h("div", { class: "buttons" },
      h("button", { type: "button", onclick: save("detections.svg", "image/svg+xml", () => this.#figure()) }, "SVG"),
      h("button", { type: "button", onclick: save("detections.png", "image/png", async () => png(await this.#figure())) }, "PNG"),
      h("button", { type: "button", onclick: () => saveJSON("detections.json", this.#answer) }, "JSON"),
      h("button", { type: "button", onclick: () => saveJSON("results.json", cocoResults(this.#answer.images)) }, "COCO results"));
  }
}

/** An image's answer as rows. */
function rows(image) {
  return image.boxes.map((box, index) => ({ box, score: image.scores[index], label: image.labels[index], row: image.anchor_indices?.[index] }));
}
