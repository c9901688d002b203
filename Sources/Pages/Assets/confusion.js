// A confusion matrix as a table whose cells are the darker the more they hold.

import { h } from "/pages/dom.js";

/** `matrix`: rows predicted, columns true; the last of both is the background. `oncell(row, column)` follows a click on a
    count. */
export function confusion(matrix, names, oncell) {
  const most = Math.max(...matrix.flat(), 1);
  const shade = (count) => (count === 0 ? 0 : 1 + Math.min(4, Math.floor((5 * Math.log1p(count)) / Math.log1p(most + 1))));
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Confusion matrix" }, h("table", { id: "confusion", class: "matrix" },
    h("caption", {}, "Rows: predicted. Columns: true. The background stands for missed objects and false detections. Choose a count to see its images."),
    h("thead", {}, h("tr", {}, h("th", {}, ""), names.map((name) => h("th", { scope: "col", class: "number" }, name)))),
    h("tbody", {}, matrix.map((row, index) => h("tr", {}, h("th", { scope: "row" }, names[index]),
      row.map((count, column) => h("td", { "data-value": count, class: `shade-${shade(count)}${index === column ? " hit" : ""}` },
        count === 0 ? "0" : h("button", { type: "button", class: "plain", "aria-label": `${count}: predicted ${names[index]}, true ${names[column]}`, onclick: () => oncell(index, column) }, count.toLocaleString("en")))))))));
}
