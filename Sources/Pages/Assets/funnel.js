// How many candidates each stage left, as bars that shrink.

import { h, s } from "/pages/dom.js";

const words = {
  candidates: "candidates", above_threshold: "above the threshold", after_top_k: "after top-k", after_nms: "after suppression", returned: "answered",
};

/** A table of the counts, each with its bar; the bars' lengths are logarithmic. */
export function funnel(counts) {
  const most = Math.log1p(Math.max(...Object.values(counts), 1));
  return h("table", { class: "funnel", id: "funnel" }, h("tbody", {}, Object.entries(counts).map(([name, count]) => h("tr", {},
    h("th", { scope: "row" }, words[name] ?? name),
    h("td", { "data-count": name, "data-value": count }, count.toLocaleString("en")),
    h("td", { class: "lane" }, s("svg", { width: "100%", height: 14, "aria-hidden": "true" },
      s("rect", { class: "tone-0 filled", width: `${(100 * Math.log1p(count)) / most}%`, height: 14, rx: 3 })))))));
}
