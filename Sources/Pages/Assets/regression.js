// Losses of a difference d: L1, L2, Huber, smooth L1, and their gradients.

import { h } from "/pages/dom.js";
import { call, Latest } from "/pages/api.js";
import { Plot, swatch } from "/pages/plot.js";
import { choice, complaint, several, slider } from "/pages/controls.js";

const losses = [
  { key: "l1", name: "L1", tone: 1 }, { key: "l2", name: "L2", tone: 2 },
  { key: "huber", name: "Huber", tone: 0, parameter: "delta", sign: "δ" },
  { key: "smooth-l1", name: "smooth L1", tone: 3, parameter: "beta", sign: "β" },
];

export function regression(settings) {
  const latest = new Latest();
  const trouble = complaint();
  const value = new Plot({ label: "Loss against the difference", onread: (index) => slope.read(index, true) });
  const slope = new Plot({ label: "Gradient against the difference", onread: (index) => value.read(index, true) });
  const update = () => latest.run(async (signal) => {
    try {
      await draw(settings, value, slope, signal);
      trouble.clear();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      trouble.show(error);
    }
  });
  const node = h("div", { class: "panel", id: "regression" },
    h("header", {}, h("h2", {}, "Huber, L1 and L2"),
      h("p", {}, "Of a difference d = prediction − target. Huber is a parabola within δ and a line beyond, so outliers pull no harder than δ.")),
    h("div", { class: "split" },
      h("div", {},
        several(settings, "losses", { label: "Curves", options: losses.map(({ key, name, tone }) => [key, name, swatch(tone)]) }, update),
        slider(settings, "delta", { label: "δ (delta) of Huber", min: 0.05, max: 5, step: 0.05 }, update),
        slider(settings, "beta", { label: "β (beta) of smooth L1", min: 0, max: 5, step: 0.05 }, update),
        slider(settings, "reach", { label: "Largest |d|", min: 0.1, max: 100, scale: "log" }, update),
        choice(settings, "scale", { label: "Axes", options: [["linear", "linear"], ["log", "log"]] }, update),
        trouble.node),
      h("div", { class: "figures" },
        h("div", {}, h("p", { class: "figure-title" }, "Loss"), value.node),
        h("div", {}, h("p", { class: "figure-title" }, "Gradient"), slope.node))));
  return { node, update };
}

async function draw(settings, value, slope, signal) {
  const reach = settings.get("reach");
  const isLog = settings.get("scale") === "log";
  const xs = isLog
    ? Array.from({ length: 201 }, (_, index) => reach * 10 ** (-3 + (3 * index) / 200))
    : Array.from({ length: 201 }, (_, index) => (reach * (index - 100)) / 100);
  const chosen = losses.filter(({ key }) => settings.get("losses").includes(key));
  const answers = await Promise.all(chosen.map(({ key, parameter }) => call(`losses.${key}`, {
    predictions: xs, targets: xs.map(() => 0), reduction: "none", gradients: true,
    ...(parameter ? { [parameter]: settings.get(parameter) } : {}),
  }, signal)));
  const series = (values) => chosen.map((loss, index) => ({
    name: loss.parameter ? `${loss.name}, ${loss.sign} = ${settings.get(loss.parameter)}` : loss.name,
    tone: loss.tone, strong: loss.key === "huber", values: values(answers[index]),
  }));
  const x = { label: isLog ? "|d|" : "d", domain: [xs[0], xs[200]], log: isLog };
  const high = Math.max(reach, 0.2);
  value.draw({ xs, start: 0.8, x, y: { label: "loss", domain: isLog ? [reach * reach * 1e-6, reach * reach * 10].map(powerOfTen) : [0, high * 1.5], log: isLog }, series: series((answer) => answer.loss) });
  slope.draw({ xs, start: 0.8, x, y: { label: "∂loss/∂d", domain: isLog ? [reach * 1e-3, reach * 10].map(powerOfTen) : [-2.5, 2.5], log: isLog }, series: series((answer) => answer.gradients.predictions) });
}

function powerOfTen(value) {
  return 10 ** Math.floor(Math.log10(value));
}
