// The losses: focal loss against p_t, losses of a difference, and what easy examples leave.

import { h } from "/pages/dom.js";
import { Settings } from "/pages/settings.js";
import { classification } from "/pages/classification.js";
import { regression } from "/pages/regression.js";
import { shares } from "/pages/shares.js";

export function open() {
  const settings = new Settings("losses", {
    gamma: 2, alpha: 0.25, balanced: false, target: "positive", across: "p", up: "linear", by: "logit",
    curves: ["0", "0.5", "1", "2", "5"],
    delta: 1, beta: 1, reach: 3, scale: "linear", losses: ["l1", "l2", "huber"],
    easy: 100000, p: 0.1, hard: 0.1,
  });
  const parts = [classification, regression, shares].map((part) => part(settings));
  const node = h("section", { class: "part", "aria-label": "Losses" },
    h("header", {}, h("h1", {}, "Losses"),
      h("p", {}, "Every point of every curve is an answer of the service; the page only draws. Move over a plot, or focus it and use the arrow keys, to read values.")),
    parts.map((part) => part.node));
  const update = () => parts.forEach((part) => part.update());
  update();
  return { node, title: "Losses", link: () => settings.link() };
}
