// Two boxes and what overlap measures and losses make of them.

import { h, s, shown } from "/pages/dom.js";
import { call, Latest } from "/pages/api.js";
import { Settings } from "/pages/settings.js";
import { complaint, select, several } from "/pages/controls.js";
import { Stage } from "/pages/stage.js";
import { corners, isTurned, rotated } from "/pages/boxshape.js";
import { terms } from "/pages/terms.js";
import { arrows } from "/pages/arrows.js";
import { descend } from "/pages/descend.js";

/** The measures that boxes.iou knows, and the losses; a box that is turned has fewer. */
export const losses = [["iou", "IoU", 0], ["giou", "GIoU", 1], ["diou", "DIoU", 2], ["ciou", "CIoU", 3], ["eiou", "EIoU", 5], ["siou", "SIoU", 6]];
const kinds = ["iou", "giou", "diou", "ciou"];
const drawn = [["overlap", "intersection"], ["enclosing", "enclosing box C"], ["centres", "centre distance ρ"], ["diagonal", "diagonal c of C"], ["aspect", "aspect angles"]];

export function open() {
  const settings = new Settings("boxes", {
    a: [38, 36, 40, 32, 0], b: [64, 50, 36, 48, 0], terms: drawn.map(([key]) => key), arrows: "ciou",
    rate: 0.3, steps: 200, compare: losses.map(([key]) => key),
  });
  const latest = new Latest();
  const trouble = complaint();
  const body = h("tbody", {});
  const layer = s("g", {});
  const top = s("g", {});
  const path = s("g", { class: "trails" });
  const fields = coordinateFields(settings, () => { stage.set(settings.get("a"), settings.get("b")); changed(); });
  const stage = new Stage({
    boxes: [{ name: "prediction", tone: 0, shape: settings.get("a") }, { name: "target", tone: 1, shape: settings.get("b") }],
    under: [layer], over: [path, top],
    onchange(a, b) { settings.set("a", a); settings.set("b", b); fields.show(); changed(); },
  });
  let answers = null;
  const paint = () => {
    terms(layer, settings.get("a"), settings.get("b"), settings.get("terms"), stage.unit);
    arrows(top, settings.get("a"), settings.get("b"), answers?.gradients[settings.get("arrows")], stage.unit);
  };
  const update = () => latest.run(async (signal) => {
    try {
      answers = await measure(settings.get("a"), settings.get("b"), signal);
      fill(body, answers);
      paint();
      trouble.clear();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      trouble.show(error);
    }
  });
  const race = descend(settings, stage, path);
  const changed = () => { race.reset(); paint(); update(); };
  stage.onresize = paint;

  const node = h("section", { class: "part", "aria-label": "Boxes" },
    h("header", {}, h("h1", {}, "Boxes"), h("p", {}, "Drag a box, its corners, or the round handle that turns it. With the keyboard: focus a box; arrow keys move it, with Shift they resize it, [ and ] turn it.")),
    h("div", { class: "split wide-left" },
      h("div", {}, h("div", { class: "panel" }, stage.node, fields.node,
        h("div", { class: "two" },
          several(settings, "terms", { label: "Drawn", options: drawn.map(([key, words]) => [key, words]) }, paint),
          select(settings, "arrows", { label: "Arrows: where the prediction’s corners go downhill", options: [["none", "none"], ...losses.map(([key, words]) => [key, `${words} loss`])] }, paint)), trouble.node), race.figure),
      h("div", {}, h("div", { class: "panel" }, h("h2", {}, "Measures"),
        h("table", { id: "measures" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, ""), h("th", { scope: "col", class: "number" }, "measure"), h("th", { scope: "col", class: "number" }, "loss"), h("th", { scope: "col", class: "number" }, "|gradient|"))), body),
        h("p", { class: "note" }, "The gradient is the loss’s by the prediction’s corners. Turned boxes have an IoU; the other measures are of upright boxes.")),
        race.node)));
  fields.show();
  changed();
  return { node, title: "Boxes", link: () => settings.link() };
}

async function measure(a, b, signal) {
  const measures = {};
  const values = {};
  const gradients = {};
  if (isTurned(a) || isTurned(b)) {
    const { iou } = await call("boxes.iou", { boxes: [rotated(a)], target_boxes: [rotated(b)], format: "cxcywhr" }, signal);
    return { measures: { iou: iou[0][0] }, values, gradients };
  }
  const [boxes, target] = [[corners(a)], [corners(b)]];
  await Promise.all([
    ...kinds.map(async (kind) => { measures[kind] = (await call("boxes.iou", { boxes, target_boxes: target, kind }, signal)).iou[0][0]; }),
    ...losses.map(async ([key]) => {
      const answer = await call(`losses.${key}`, { boxes, target_boxes: target, gradients: true }, signal);
      values[key] = answer.loss;
      gradients[key] = answer.gradients.boxes[0];
    }),
  ]);
  return { measures, values, gradients };
}

function fill(body, { measures, values, gradients }) {
  const cell = (value, kind) => h("td", { "data-value": value ?? "", "data-kind": kind }, shown(value, 5));
  body.replaceChildren(...losses.map(([key, words, tone]) => h("tr", { "data-measure": key },
    h("th", { scope: "row" }, s("svg", { class: "swatch", width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" }, s("rect", { class: `tone-${tone} filled`, width: 12, height: 12, rx: 3 })), words),
    cell(measures[key], "measure"), cell(values[key], "loss"), cell(gradients[key] ? Math.hypot(...gradients[key]) : undefined, "gradient"))));
}

/** Number fields for both boxes: what the mouse does, exactly. */
function coordinateFields(settings, onchange) {
  const names = ["centre x", "centre y", "width", "height", "degrees"];
  const rows = [["a", "Prediction", 0], ["b", "Target", 1]].map(([key, title, tone]) => {
    const inputs = names.map((name, index) => h("input", {
      type: "number", step: "any", "aria-label": `${title} ${name}`,
      oninput(event) {
        const value = event.target.valueAsNumber;
        if (!Number.isFinite(value) || ((index === 2 || index === 3) && value <= 0)) return;
        settings.set(key, settings.get(key).map((old, place) => (place === index ? value : old)));
        onchange();
      },
    }));
    return { key, inputs, node: h("fieldset", { class: "control" }, h("legend", {}, h("span", { class: `key-box tone-${tone}` }), title),
      h("div", { class: "coordinates" }, names.map((name, index) => h("label", {}, name, inputs[index])))) };
  });
  return {
    node: h("div", { class: "two" }, rows.map(({ node }) => node)),
    show() {
      for (const { key, inputs } of rows) {
        inputs.forEach((input, index) => { if (input !== document.activeElement) input.value = Number(settings.get(key)[index].toFixed(2)); });
      }
    },
  };
}
