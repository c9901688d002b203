// A confusion matrix as a table whose cells are the darker the more they hold.

import { h } from "/pages/dom.js";

const most = 60;

/** Nodes. `matrix`: rows predicted, columns true; the last of both is the background. `oncell(row, column)` follows a click
    on a count. Of many classes those with the most mistakes are shown. */
export function confusion(matrix, names, oncell) {
  const places = worst(matrix);
  const largest = matrix.reduce((most, row) => row.reduce((most, count) => Math.max(most, count), most), 1);
  const shade = (count) => (count === 0 ? 0 : 1 + Math.min(4, Math.floor((5 * Math.log1p(count)) / Math.log1p(largest + 1))));
  const cell = (row, column) => {
    const count = matrix[row][column];
    const words = `${count}: predicted ${names[row]}, true ${names[column]}`;
    return h("td", { "data-value": count, class: `shade-${shade(count)}${row === column ? " hit" : ""}` },
      count === 0 ? "0" : h("button", { type: "button", class: "plain", "aria-label": words, onclick: () => oncell(row, column) }, count.toLocaleString("en")));
  };
  const left = matrix.length - places.length;
  return [
    h("p", { class: "note" }, "Rows: predicted. Columns: true. The background stands for missed objects and false detections. Choose a count to see its images.",
      left > 0 ? ` The ${most} classes with the most mistakes are shown, ${left.toLocaleString("en")} are not.` : null),
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Confusion matrix" }, h("table", { id: "confusion", class: "matrix" },
      h("thead", {}, h("tr", {}, h("th", {}, ""), places.map((place) => h("th", { scope: "col", class: "number" }, names[place])))),
      h("tbody", {}, places.map((row) => h("tr", {}, h("th", { scope: "row" }, names[row]), places.map((column) => cell(row, column))))))),
  ];
}

/** The places that are shown: all, or of many those with the most mistakes, and the background, in their order. */
function worst(matrix) {
  const all = matrix.map((_, index) => index);
  if (all.length <= most + 1) return all;
  const mistakes = all.map(() => 0);
  matrix.forEach((row, index) => row.forEach((count, column) => {
    if (index !== column) { mistakes[index] += count; mistakes[column] += count; }
  }));
  const chosen = all.slice(0, -1).sort((left, right) => mistakes[right] - mistakes[left]).slice(0, most);
  return [...chosen.sort((left, right) => left - right), all.length - 1];
}
