// A table that sorts by its columns.

import { h, shown } from "/pages/dom.js";

/** `columns`: [{key, words, isText}]. `rows`: objects. `onrow(row)` makes the first column a button. */
export function sortable({ id, caption, columns, rows, sort, onsort, onrow }) {
  const ordered = [...rows].sort((left, right) => compare(left[sort.key], right[sort.key]) * (sort.isDown ? -1 : 1));
  const header = columns.map(({ key, words, isText }) => h("th", {
    scope: "col", class: isText ? null : "number", "aria-sort": key === sort.key ? (sort.isDown ? "descending" : "ascending") : null,
  }, h("button", { type: "button", onclick: () => onsort({ key, isDown: key === sort.key ? !sort.isDown : !isText }) },
    words, key === sort.key ? (sort.isDown ? " ↓" : " ↑") : "")));
  const cell = (row, { key, isText }, index) => {
    if (index === 0 && onrow) return h("td", {}, h("button", { type: "button", class: "plain", onclick: () => onrow(row) }, String(row[key])));
    return isText ? h("td", {}, String(row[key])) : h("td", { "data-key": key, "data-value": row[key] ?? "" }, row[key] === -1 ? "–" : shown(row[key], 4));
  };
  return h("table", { id }, h("caption", {}, caption), h("thead", {}, h("tr", {}, header)),
    h("tbody", {}, ordered.map((row) => h("tr", {}, columns.map((column, index) => cell(row, column, index))))));
}

function compare(left, right) {
  if (typeof left === "string" || typeof right === "string") return String(left).localeCompare(String(right), "en", { numeric: true });
  return (left ?? -2) - (right ?? -2);
}
