// Named amounts as bars.

import { h, s, shown } from "/pages/dom.js";

/** `items`: [{name, value, note, tone}]; the longest bar is the largest value. */
export function bars(id, items, unit = "") {
  const most = Math.max(...items.map(({ value }) => value), 1e-12);
  return h("table", { id, class: "funnel" }, h("tbody", {}, items.map(({ name, value, note, tone }) => h("tr", {},
    h("th", { scope: "row" }, name), h("td", { "data-name": name, "data-value": value }, `${shown(value, 4)}${unit}`),
    h("td", { class: "lane" }, s("svg", { width: "100%", height: 14, "aria-hidden": "true" }, s("rect", { class: `tone-${tone} filled`, width: `${(100 * Math.max(value, 0)) / most}%`, height: 14, rx: 3 }))),
    note === undefined ? null : h("td", { class: "number" }, note)))));
}
