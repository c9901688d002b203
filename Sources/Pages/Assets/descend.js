// Gradient steps of each loss from the same start, side by side.

import { announce, h, s, shown } from "/pages/dom.js";
import { call } from "/pages/api.js";
import { Plot } from "/pages/plot.js";
import { complaint, several, slider } from "/pages/controls.js";
import { corners, isTurned } from "/pages/boxshape.js";
import { losses } from "/pages/boxes.js";

/** The panel. `reset` forgets the paths when a box is moved. */
export function descend(settings, stage, layer) {
  const trouble = complaint();
  const plot = new Plot({ label: "IoU after each step", aspect: 0.42 });
  const figure = h("div", { class: "panel", hidden: true }, h("h2", {}, "IoU after each step"), plot.node);
  let controller = null;
  const start = h("button", { type: "button", class: "primary", id: "descend" }, "Descend");
  const reset = () => {
    controller?.abort();
    controller = null;
    layer.replaceChildren();
    figure.hidden = true;
    start.textContent = "Descend";
  };
  const clear = h("button", { type: "button", onclick: reset }, "Clear");
  start.addEventListener("click", async () => {
    if (controller) { controller.abort(); return; }
    controller = new AbortController();
    start.textContent = "Stop";
    trouble.clear();
    figure.hidden = false;
    try {
      await run(settings, stage, layer, plot, controller.signal);
    } catch (error) {
      if (error.name !== "AbortError") trouble.show(error);
    }
    controller = null;
    start.textContent = "Descend";
  });
  const node = h("div", { class: "panel", id: "race" },
    h("header", {}, h("h2", {}, "Descend"),
      h("p", {}, "From where the prediction stands, each loss takes gradient steps towards the target. Put the boxes apart: IoU has no gradient there and stands still, GIoU grows the box first, DIoU and CIoU move the centre.")),
    h("div", {},
      h("div", {},
        several(settings, "compare", { label: "Losses", options: losses.map(([key, words, tone]) => [key, words, h("span", { class: `key-box tone-${tone}` })]) }, reset),
        slider(settings, "rate", { label: "Step", min: 0.001, max: 1, scale: "log", note: "Times the target’s area and 1.02 − IoU, and fading along a cosine: these losses have a kink at the target, around which equal steps would jump." }, reset),
        slider(settings, "steps", { label: "Steps", min: 10, max: 500, step: 10 }, reset),
        h("div", { class: "buttons" }, start, clear), trouble.node)));
  return { node, figure, reset };
}

async function run(settings, stage, layer, plot, signal) {
  const [a, b] = [settings.get("a"), settings.get("b")];
  if (isTurned(a) || isTurned(b)) throw new Error("Turned boxes have no gradient here: set both to 0 degrees.");
  const steps = settings.get("steps");
  const rate = settings.get("rate") * b[2] * b[3];
  const racers = losses.filter(([key]) => settings.get("compare").includes(key))
    .map(([key, words, tone]) => ({ key, words, tone, box: corners(a), centres: [[a[0], a[1]]], ious: [] }));
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (let step = 0; step <= steps; step += 1) {
    const frame = new Promise((resolve) => { if (isStill) resolve(); else requestAnimationFrame(resolve); });
    const cooling = (1 + Math.cos((Math.PI * step) / steps)) / 2;
    await Promise.all(racers.map((racer) => advance(racer, corners(b), rate * cooling, step < steps, signal)));
    if (signal.aborted) return;
    if (!isStill || step === steps) {
      trails(layer, racers);
      if (step % 3 === 0 || step === steps) chart(plot, racers, steps);
    }
    await frame;
  }
  announce(racers.map(({ words, ious }) => `${words} ends at IoU ${shown(ious.at(-1), 3)}`).join(", "));
}

async function advance(racer, target, rate, isMoving, signal) {
  const answer = await call(`losses.${racer.key}`, { boxes: [racer.box], target_boxes: [target], gradients: true, details: true }, signal);
  racer.ious.push(answer.iou[0]);
  if (!isMoving) return;
  const length = rate * (1.02 - answer.iou[0]);
  racer.box = sound(racer.box.map((value, index) => value - length * answer.gradients.boxes[0][index]));
  racer.centres.push([(racer.box[0] + racer.box[2]) / 2, (racer.box[1] + racer.box[3]) / 2]);
}

/** A step that is too long turns a box inside out; it is kept a sliver. */
function sound([x1, y1, x2, y2]) {
  const side = (low, high) => (high - low >= 0.5 ? [low, high] : [(low + high) / 2 - 0.25, (low + high) / 2 + 0.25]);
  const [left, right] = side(x1, x2);
  const [top, bottom] = side(y1, y2);
  return [left, top, right, bottom];
}

function trails(layer, racers) {
  layer.replaceChildren(...racers.flatMap(({ key, tone, box: [x1, y1, x2, y2], centres }) => [
    s("polyline", { class: `trail tone-${tone}`, points: centres.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" "), "data-loss": key }),
    s("rect", { class: `ghost tone-${tone}`, x: x1, y: y1, width: x2 - x1, height: y2 - y1, "data-loss": key }),
  ]));
}

function chart(plot, racers, steps) {
  const xs = Array.from({ length: steps + 1 }, (_, index) => index);
  plot.draw({
    xs, start: 1, x: { label: "step", domain: [0, steps], log: false }, y: { label: "IoU", domain: [0, 1], log: false },
    series: racers.map(({ words, tone, ious }) => ({ name: words, tone, values: xs.map((index) => ious[index] ?? null) })),
  });
  plot.read(racers.length ? racers[0].ious.length - 1 : 0, true);
}
