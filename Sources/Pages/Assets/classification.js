// Focal loss and cross entropy against p_t or the logit: the first figure of the RetinaNet paper, and its gradient.

import { h } from "/pages/dom.js";
import { call, Latest } from "/pages/api.js";
import { Plot, swatch } from "/pages/plot.js";
import { choice, complaint, several, slider, toggle } from "/pages/controls.js";

const references = [["0", "γ = 0: cross entropy", 7], ["0.5", "γ = 0.5", 1], ["1", "γ = 1", 2], ["2", "γ = 2", 3], ["5", "γ = 5", 5]];

export function classification(settings) {
  const latest = new Latest();
  const known = new Map();
  const trouble = complaint();
  const value = new Plot({ label: "Loss against the probability of the true class", onread: (index) => slope.read(index, true) });
  const slope = new Plot({ label: "Gradient of the loss", onread: (index) => value.read(index, true) });
  const update = () => latest.run(async (signal) => {
    try {
      await draw(settings, known, value, slope, signal);
      trouble.clear();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      trouble.show(error);
    }
  });
  const node = h("div", { class: "panel", id: "focal" },
    h("header", {}, h("h2", {}, "Focal loss"),
      h("p", {}, "FL = −αₜ (1 − pₜ)ᵞ log pₜ. The larger γ, the less an example counts that is already classified well.")),
    h("div", { class: "split" },
      h("div", {},
        slider(settings, "gamma", { label: "γ (gamma), the thick curve", min: 0, max: 5, step: 0.05 }, update),
        toggle(settings, "balanced", "balance the classes by α", update),
        slider(settings, "alpha", { label: "α (alpha)", min: 0, max: 1, step: 0.01, note: "α weighs positives, 1 − α negatives." }, update),
        choice(settings, "target", { label: "Example", options: [["positive", "positive"], ["negative", "negative"]] }, update),
        several(settings, "curves", { label: "Beside it", options: references.map(([key, words, tone]) => [key, words, swatch(tone, true)]) }, update),
        choice(settings, "across", { label: "Across", options: [["p", "pₜ"], ["p-log", "pₜ, log"], ["logit", "logit"]] }, update),
        choice(settings, "up", { label: "Up", options: [["linear", "linear"], ["log", "log"]] }, update),
        choice(settings, "by", { label: "Gradient by", options: [["logit", "the logit"], ["probability", "the probability"]] }, update),
        trouble.node),
      h("div", { class: "figures" },
        h("div", {}, h("p", { class: "figure-title" }, "Loss"), value.node),
        h("div", {}, h("p", { class: "figure-title" }, "Gradient"), slope.node))));
  return { node, update };
}

/** The places that are asked for: what goes to the service, and where it stands on the axis. */
function places(across, isPositive) {
  const odds = (p) => Math.log(p / (1 - p));
  if (across === "logit") {
    const xs = Array.from({ length: 201 }, (_, index) => (index - 100) / 10);
    return { xs, logits: xs, probabilities: xs.map((x) => 1 / (1 + Math.exp(-x))), axis: { label: "logit", domain: [-10, 10], log: false } };
  }
  const xs = across === "p-log"
    ? Array.from({ length: 201 }, (_, index) => 10 ** (-4 + index / 50)).map((p) => Math.min(p, 0.9999))
    : [0.0005, ...Array.from({ length: 199 }, (_, index) => (index + 1) / 200), 0.9995];
  const probabilities = isPositive ? xs : xs.map((p) => 1 - p);
  return { xs, probabilities, logits: probabilities.map(odds), axis: { label: "pₜ", domain: across === "p-log" ? [1e-4, 1] : [0, 1], log: across === "p-log" } };
}

async function draw(settings, known, value, slope, signal) {
  const isPositive = settings.get("target") === "positive";
  const { xs, logits, probabilities, axis } = places(settings.get("across"), isPositive);
  const input = settings.get("by") === "logit" ? { logits } : { probabilities };
  const curve = async (gamma) => {
    const parameters = { gamma, alpha: settings.get("balanced") ? settings.get("alpha") : null, reduction: "none", gradients: true };
    const key = JSON.stringify([parameters, settings.get("across"), settings.get("by"), isPositive]);
    if (!known.has(key)) {
      if (known.size > 200) known.clear();
      known.set(key, await call("losses.focal", { ...input, targets: xs.map(() => (isPositive ? 1 : 0)), ...parameters }, signal));
    }
    return known.get(key);
  };
  const shownCurves = references.filter(([key]) => settings.get("curves").includes(key));
  const gammas = [...shownCurves.map(([key]) => Number(key)), settings.get("gamma")];
  const answers = await Promise.all(gammas.map(curve));
  const name = Object.keys(input)[0];
  const isLog = settings.get("up") === "log";
  const series = (values) => answers.map((answer, index) => {
    const isLive = index === answers.length - 1;
    return {
      name: isLive ? `γ = ${gammas[index]} (chosen)` : shownCurves[index][1],
      tone: isLive ? 0 : shownCurves[index][2], dashed: !isLive, strong: isLive, values: values(answer),
    };
  });
  const start = settings.get("across") === "logit" ? 0.5 : 0.6;
  value.draw({ xs, start, x: axis, y: { label: "loss", domain: isLog ? [1e-6, 10] : [0, 5], log: isLog }, series: series((answer) => answer.loss) });
  const slopes = series((answer) => (isLog ? answer.gradients[name].map(Math.abs) : answer.gradients[name]));
  slope.draw({ xs, start, x: axis, y: slopeAxis(name, isLog, isPositive), series: slopes });
}

function slopeAxis(name, isLog, isPositive) {
  const label = `∂loss/∂${name === "logits" ? "logit" : "p"}`;
  if (isLog) return { label: `|${label}|`, domain: name === "logits" ? [1e-6, 10] : [1e-4, 1000], log: true };
  const reach = name === "logits" ? 1.5 : 8;
  return { label, domain: isPositive ? [-reach, reach / 10] : [-reach / 10, reach], log: false };
}
