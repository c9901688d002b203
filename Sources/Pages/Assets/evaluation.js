// What detections are worth: COCO's numbers, curves, thresholds, confusion, kinds of errors.

import { announce, cut, h, shown } from "/pages/dom.js";
import { operations, pathOf } from "/pages/api.js";
import { Settings } from "/pages/settings.js";
import { complaint, select, slider } from "/pages/controls.js";
import { dropZone } from "/pages/dropzone.js";
import { examples, Records, sorted } from "/pages/records.js";
import { upload } from "/pages/upload.js";
import { sortable } from "/pages/table.js";
import { bars } from "/pages/barlist.js";
import { confusion } from "/pages/confusion.js";
import { imagesOf } from "/pages/cell.js";
import { Plot } from "/pages/plot.js";

const wholeArea = { all: [0, 1e10] };
const kinds = { Cls: "wrong class", Loc: "badly placed", Both: "both", Dupe: "duplicate", Bkg: "background", Miss: "missed", FalsePos: "all false detections", FalseNeg: "all missed objects" };

export function open() {
  return new Evaluation();
}

class Evaluation {
  title = "Evaluation";
  #settings = new Settings("evaluation", { example: "shapes", iou: 0.5, shown: "all", sort: "AP", down: true });
  #trouble = complaint();
  #records = null;
  #controller = null;
  #curveTimer = null;
  #answers = {};

  constructor() {
    const settings = this.#settings;
    this.progress = h("progress", { max: 1, "aria-label": "Progress", hidden: true });
    this.stage = h("p", { class: "note", role: "status" });
    this.cancel = h("button", { type: "button", hidden: true, onclick: () => this.#controller?.abort() }, "Cancel");
    this.files = h("p", { class: "note" });
    this.summary = h("div", {});
    this.classes = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Classes" });
    this.images = h("div", { class: "list" });
    this.curves = new Plot({ label: "Precision against recall", aspect: 0.6 });
    this.thresholds = new Plot({ label: "Precision and recall against the score threshold", aspect: 0.6 });
    this.best = h("p", { id: "best" });
    this.matrix = h("div", {});
    this.cell = h("div", { class: "list" });
    this.errors = h("div", {});
    this.category = select(settings, "shown", { label: "Thresholds of", options: [["all", "all classes"]] }, () => this.#drawThresholds());
    this.node = h("section", { class: "part", "aria-label": "Evaluation" },
      h("header", {}, h("h1", {}, "Evaluation"), h("p", {}, "A COCO ground truth and a results list in, the field’s numbers out. The files go to this service and nowhere else.")),
      h("div", { class: "split" },
        h("div", { class: "panel" },
          select(settings, "example", { label: "Example", options: examples }, () => this.#load(() => Records.example(settings.get("example")))),
          dropZone("or your own: the ground truth and the results, both at once or one after the other", (files) => this.#load(() => this.#with(files))), this.files,
          this.progress, this.stage, h("div", { class: "buttons" }, this.cancel), this.#trouble.node),
        h("div", {},
          this.#panel("The twelve numbers", this.summary),
          this.#panel("Classes", this.classes, this.images),
          h("div", { class: "figures" },
            this.#panel("Precision and recall", slider(settings, "iou", { label: "IoU", min: 0.5, max: 0.95, step: 0.05 }, () => this.#curvesSoon()), this.curves.node),
            this.#panel("Score threshold", this.category, this.thresholds.node, this.best)),
          h("div", { class: "figures" }, this.#panel("Confusion", this.matrix, this.cell), this.#panel("Kinds of errors: what AP each costs", this.errors)))));
    this.#load(() => Records.example(settings.get("example")));
  }

  link() {
    return this.#settings.link();
  }

  #panel(title, ...content) {
    return h("div", { class: "panel" }, h("h2", {}, title), content);
  }

  async #with(files) {
    const { truth, results } = await sorted(files);
    const next = new Records(truth ?? this.#records?.truth, results ?? this.#records?.results);
    this.files.textContent = [truth?.name, results?.name].filter(Boolean).map((name) => cut(name)).join(", ");
    return next;
  }

  async #load(make) {
    try {
      this.#records = await make();
      await this.#run();
    } catch (error) {
      if (error.name !== "AbortError") this.#trouble.show(error);
    }
  }

  /** Everything, one after the other; each part is shown when it is there. */
  async #run() {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#trouble.clear();
    this.images.replaceChildren();
    this.cell.replaceChildren();
    const known = new Set((await operations()).map(({ name }) => name));
    const steps = [
      ["coco", {}, (answer) => this.#drawSummary(answer)],
      ["coco", this.#curveParameters(), (answer) => this.#drawCurves(answer), "curves"],
      ["sweep", { curves: true }, (answer) => this.#drawSweep(answer)],
      ["confusion-matrix", {}, (answer) => this.#drawMatrix(answer)],
      ["tide", {}, (answer) => this.#drawErrors(answer)],
    ].filter(([name]) => known.has(`evaluations.${name}`));
    if (steps.length === 0) throw new Error("This service has no evaluations.");
    this.cancel.hidden = false;
    try {
      for (const [index, [name, parameters, show, key]] of steps.entries()) {
        this.stage.textContent = `${index + 1} of ${steps.length}: ${key ?? name}`;
        this.#answers[key ?? name] = await this.#ask(name, parameters, controller.signal);
        show(this.#answers[key ?? name]);
      }
      this.stage.textContent = "Done.";
    } catch (error) {
      this.stage.textContent = error.name === "AbortError" ? "Cancelled." : "";
      if (error.name !== "AbortError") this.#trouble.show(error);
    } finally {
      if (this.#controller === controller) { this.cancel.hidden = true; this.progress.hidden = true; }
    }
  }

  #ask(name, parameters, signal) {
    this.progress.hidden = false;
    return upload(pathOf(`evaluations.${name}`), this.#records.body(parameters), {
      signal, onprogress: (share) => { if (share === null) this.progress.removeAttribute("value"); else this.progress.value = share; },
    });
  }

  #drawSummary({ summary, per_class: classes, counts, warnings }) {
    const words = `${counts.images.toLocaleString("en")} images, ${counts.objects.toLocaleString("en")} objects, ${counts.detections.toLocaleString("en")} detections`;
    this.summary.replaceChildren(h("dl", { class: "numbers", id: "summary" }, Object.entries(summary).map(([name, value]) => h("div", {},
      h("dt", {}, name), h("dd", { "data-name": name, "data-value": value }, value === -1 ? "–" : shown(value, 4))))),
    h("p", { class: "note" }, words), ...warnings.map((warning) => h("p", { class: "warning" }, warning)));
    this.names = new Map(classes.map((row) => [String(row.category_id), cut(row.name ?? `class ${row.category_id}`)]));
    this.#drawClasses();
    const list = this.category.querySelector("select");
    list.replaceChildren(h("option", { value: "all" }, "all classes"), ...[...this.names].map(([id, name]) => h("option", { value: id }, name)));
    if (!this.names.has(this.#settings.get("shown"))) this.#settings.set("shown", "all");
    list.value = this.#settings.get("shown");
    announce(`AP ${shown(summary.AP, 3)}`);
  }

  #drawClasses() {
    const rows = this.#answers.coco.per_class.map((row) => ({ ...row, name: this.names.get(String(row.category_id)) }));
    const numbers = Object.keys(rows[0] ?? {}).filter((key) => !["category_id", "name"].includes(key));
    const sort = { key: this.#settings.get("sort"), isDown: this.#settings.get("down") };
    this.classes.replaceChildren(sortable({
      id: "classes", caption: "Choose a class to see its images.", rows, sort,
      columns: [{ key: "name", words: "class", isText: true }, ...numbers.map((key) => ({ key, words: key }))],
      onsort: ({ key, isDown }) => { this.#settings.set("sort", key); this.#settings.set("down", isDown); this.#drawClasses(); },
      onrow: (row) => this.#showImages(row),
    }));
  }

  /** Which images a class's mistakes are in, at IoU 0.5. */
  async #showImages(row) {
    try {
      this.#answers.images ??= null;
      if (this.#answers.images?.records !== this.#records) {
        const answer = await this.#ask("coco", { per_image: true }, this.#controller.signal);
        this.#answers.images = { records: this.#records, cells: answer.per_image };
      }
      const cells = this.#answers.images.cells.filter((cell) => cell.category_id === row.category_id)
        .sort((left, right) => right.fp + right.fn - left.fp - left.fn).slice(0, 500);
      imageTable(this.images, "images", `${row.name}: its images, most mistakes first, at IoU 0.5`, ["found", "false", "missed"],
        cells.map((cell) => [cell.image_id, cell.tp, cell.fp, cell.fn]));
    } catch (error) {
      if (error.name !== "AbortError") this.#trouble.show(error);
    } finally {
      this.progress.hidden = true;
    }
  }

  #curveParameters() {
    return { iou_thresholds: [this.#settings.get("iou")], area_ranges: wholeArea, max_detections: [100], arrays: true };
  }

  #curvesSoon() {
    clearTimeout(this.#curveTimer);
    this.#curveTimer = setTimeout(async () => {
      try {
        this.#drawCurves(await this.#ask("coco", this.#curveParameters(), this.#controller.signal));
      } catch (error) {
        if (error.name !== "AbortError") this.#trouble.show(error);
      }
      this.progress.hidden = true;
    }, 60);
  }

  /** precision is (thresholds, recall points, classes, areas, budgets): one threshold, area and budget here. */
  #drawCurves({ precision, per_class: classes }) {
    const points = precision[0] ?? [];
    const xs = points.map((_, index) => index / (points.length - 1));
    const rows = classes.map((row, index) => ({ row, index })).filter(({ row }) => row.objects > 0)
      .sort((left, right) => right.row.objects - left.row.objects).slice(0, 8);
    this.curves.draw({
      xs, start: 0.5, x: { label: "recall", domain: [0, 1], log: false }, y: { label: "precision", domain: [0, 1.02], log: false },
      series: rows.map(({ row, index }, place) => ({
        name: `${this.names.get(String(row.category_id))}, AP ${shown(row.AP, 3)}`, tone: place, values: points.map((classes) => classes[index][0][0]).map((value) => (value < 0 ? null : value)),
      })),
    });
  }

  #drawSweep() {
    this.#drawThresholds();
  }

  #drawThresholds() {
    const sweep = this.#answers.sweep;
    if (!sweep) return;
    const id = this.#settings.get("shown");
    const row = id === "all" ? { best: sweep.all, curve: sweep.all_curve } : sweep.per_class.find(({ category_id: own }) => String(own) === id);
    if (!row?.curve?.thresholds.length) { this.best.textContent = "There is nothing to choose a threshold from."; return; }
    const order = row.curve.thresholds.map((_, index) => index).reverse();
    const at = (values) => order.map((index) => (values[index] < 0 ? null : values[index]));
    this.thresholds.draw({
      xs: at(row.curve.thresholds), x: { label: "score threshold", domain: [0, 1], log: false }, y: { label: "share", domain: [0, 1.02], log: false },
      series: [{ name: "precision", tone: 0, values: at(row.curve.precision) }, { name: "recall", tone: 1, values: at(row.curve.recall) }],
    });
    if (!row.best) { this.best.textContent = "No threshold is best: there are no objects or no detections."; return; }
    this.thresholds.read(order.findIndex((index) => row.curve.thresholds[index] === row.best.threshold), true);
    const { f1, threshold, tp, fp, fn, precision, recall } = row.best;
    this.best.textContent = `Best F1 ${shown(f1, 4)} at score ≥ ${shown(threshold, 4)}: precision ${shown(precision, 4)}, recall ${shown(recall, 4)} (${tp} found, ${fp} false, ${fn} missed).`;
  }

  #drawMatrix({ matrix, category_ids: ids }) {
    const names = ids.map((id) => this.names.get(String(id)) ?? cut(id));
    this.matrix.replaceChildren(...confusion(matrix, names, (row, column) => this.#showCell({ predicted: ids[row], actual: ids[column] }, `predicted ${names[row]}, true ${names[column]}`)));
  }

  /** Which images a cell of the matrix counts. */
  async #showCell(cell, words) {
    const signal = this.#controller.signal;
    const ask = (body) => upload(pathOf("evaluations.confusion-matrix"), new Blob([JSON.stringify(body)]), { signal, onprogress: () => {} });
    try {
      this.progress.hidden = false;
      this.progress.removeAttribute("value");
      this.cancel.hidden = false;
      const found = await imagesOf(this.#records, cell, ask);
      imageTable(this.cell, "cell-images", `${words}: its images`, ["how often"], found.map(({ id, count }) => [id, count]));
    } catch (error) {
      if (error.name !== "AbortError") this.#trouble.show(error);
    } finally {
      this.progress.hidden = true;
      this.cancel.hidden = true;
    }
  }

  #drawErrors({ ap, delta_ap: deltas, counts }) {
    this.errors.replaceChildren(
      bars("errors", Object.entries(deltas).map(([name, value], index) => ({ name: kinds[name] ?? name, value, note: counts[name]?.toLocaleString("en") ?? "", tone: Math.min(index, 7) }))),
      h("p", { class: "note" }, `AP at IoU 0.5 is ${shown(ap, 4)} %. Each bar: the points of AP that repairing that kind alone would give; the last column counts the errors.`));
  }
}

/** A table of images in a box that scrolls; `rows`: the image's id, then its counts. */
function imageTable(node, id, caption, columns, rows) {
  node.replaceChildren(h("table", { id }, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "image"), columns.map((word) => h("th", { scope: "col", class: "number" }, word)))),
    h("tbody", {}, rows.map(([image, ...counts]) => h("tr", {}, h("td", {}, cut(image)), counts.map((count) => h("td", { "data-value": count }, count)))))));
  for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "Images" })) node.setAttribute(name, value);
  announce(`${rows.length} images`);
}
