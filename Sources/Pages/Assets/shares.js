// The reason for focal loss: how much of the total n easy negatives make beside one hard positive, by γ.

import { h, s, shown } from "/pages/dom.js";
import { call, Latest } from "/pages/api.js";
import { complaint, slider } from "/pages/controls.js";

const fixed = [0, 0.5, 1, 2, 5];

export function shares(settings) {
  const latest = new Latest();
  const trouble = complaint();
  const picture = s("svg", { class: "bars", role: "img", "aria-label": "Share of the easy examples in the total loss, by gamma" });
  const words = h("p", { class: "summary" });
  const figure = h("div", { class: "figure" }, picture, words);
  let rows = [];
  const paint = () => render(picture, words, figure.clientWidth, rows, settings);
  new ResizeObserver(paint).observe(figure);
  const update = () => latest.run(async (signal) => {
    try {
      rows = await ask(settings, signal);
      trouble.clear();
      paint();
    } catch (error) {
      if (error.name === "AbortError") throw error;
      trouble.show(error);
    }
  });
  const node = h("div", { class: "panel", id: "shares" },
    h("header", {}, h("h2", {}, "What easy examples leave of the total"),
      h("p", {}, "A one-stage detector sees about 100,000 background places per image and a few objects. Each easy place costs almost nothing, and together they drown the one hard example.")),
    h("div", { class: "split" },
      h("div", {},
        slider(settings, "easy", { label: "Easy negatives", min: 1, max: 1000000, scale: "log" }, update),
        slider(settings, "p", { label: "Their probability of “object”", min: 0.001, max: 0.5, scale: "log" }, update),
        slider(settings, "hard", { label: "The hard positive’s probability", min: 0.001, max: 0.99, step: 0.001 }, update),
        h("p", { class: "note" }, "The γ above is drawn as well. α is left out."), trouble.node),
      figure));
  return { node, update };
}

/** The loss of one easy and one hard example for each γ; the sums over n are all that is reckoned here. */
async function ask(settings, signal) {
  const gammas = [...new Set([...fixed, settings.get("gamma")])].sort((left, right) => left - right);
  return Promise.all(gammas.map(async (gamma) => {
    const { loss } = await call("losses.focal", {
      probabilities: [settings.get("p"), settings.get("hard")], targets: [0, 1], gamma, alpha: null, reduction: "none",
    }, signal);
    const easy = loss[0] * settings.get("easy");
    return { gamma, easy, hard: loss[1], share: easy / (easy + loss[1]) };
  }));
}

function render(picture, words, width, rows, settings) {
  if (!width || !rows.length) return;
  const height = rows.length * 38 + 26;
  const left = 64;
  const room = width - left - 4;
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.setAttribute("width", width);
  picture.setAttribute("height", height);
  picture.replaceChildren(...rows.flatMap(({ gamma, share }, index) => {
    const top = index * 38;
    return [
      s("text", { x: 0, y: top + 19 }, `γ = ${shown(gamma, 3)}`),
      s("rect", { class: "track", x: left, y: top, width: room, height: 28, rx: 4 }),
      s("rect", { class: "tone-1 filled", x: left, y: top, width: Math.max(room * share, 1), height: 28, rx: 4, "data-gamma": gamma, "data-share": share }),
      s("text", { x: left + 8, y: top + 19, class: share > 0.12 ? "over" : "beside", ...(share > 0.12 ? {} : { dx: room * share }) }, percent(share)),
    ];
  }), s("text", { class: "soft", x: left, y: height - 6 }, "share of the easy examples"), s("text", { class: "soft", x: width - 4, y: height - 6, "text-anchor": "end" }, "100 %"));
  const first = rows[0];
  const chosen = rows.find(({ gamma }) => gamma === settings.get("gamma")) ?? first;
  words.textContent = `With cross entropy ${settings.get("easy").toLocaleString("en")} easy examples make ${percent(first.share)} of the total; with γ = ${shown(chosen.gamma, 3)} it is ${percent(chosen.share)}, and the hard one counts ${shown(chosen.hard / first.hard, 3)} of its cross entropy.`;
}

function percent(share) {
  return `${shown(share * 100, share > 0.9995 ? 5 : 3)} %`;
}
