// The same request by several libraries: what each answers, by how much they differ, and which decision makes how much of it.

import { announce, cut, h, s, shown, uniqueID } from "/pages/dom.js";
import { pathOf, post } from "/pages/api.js";
import { complaint } from "/pages/controls.js";
import { pretty } from "/pages/json.js";

const own = "focald";
const most = 20000;

export class Comparison {
  #operation = null;
  #controller = null;
  #read;

  /** `read()`: the request as the form has it, {body, wrong}. */
  constructor(read) {
    this.#read = read;
    this.choices = h("fieldset", { class: "control several" });
    this.button = h("button", { type: "button", onclick: () => this.#ask() }, "Compare");
    this.trouble = complaint();
    this.found = h("div", { id: "comparison", hidden: true });
    this.node = h("div", { class: "panel", hidden: true }, h("h2", {}, "Libraries compared"),
      this.choices, h("div", { class: "buttons" }, this.button), this.trouble.node, this.found);
  }

  /** Offers the profiles of an operation; one without is not compared. */
  show(operation) {
    this.#operation = operation;
    this.clear();
    const profiles = operation.dialects?.profiles ?? [];
    this.node.hidden = profiles.length === 0;
    this.choices.replaceChildren(h("legend", {}, "The first is compared with each other one"),
      ...[{ name: own, source: "the defaults" }, ...profiles].map(({ name, source }, index) => h("label", { class: "toggle", title: source },
        h("input", { type: "checkbox", name: "profile", value: name, checked: index < 3 }), name)));
  }

  clear() {
    this.#controller?.abort();
    this.trouble.clear();
    this.found.hidden = true;
    this.found.replaceChildren();
  }

  async #ask() {
    this.clear();
    const controller = new AbortController();
    this.#controller = controller;
    const profiles = [...this.choices.querySelectorAll("input:checked")].map(({ value }) => value);
    const { body, wrong } = this.#read();
    const { compat, decisions, ...rest } = body;
    try {
      if (wrong.length) throw new Error(`${wrong[0].pointer}: ${wrong[0].detail}`);
      if (profiles.length < 2) throw new Error("Choose two at the least.");
      const answer = await post(`/v1/compare${pathOf(this.#operation.name).slice(3)}`, JSON.stringify({ ...rest, profiles }), controller.signal);
      this.found.replaceChildren(answers(answer.profiles), ...answer.differences.map(difference));
      this.found.hidden = false;
      announce(answer.differences.map(({ summary }) => summary).join(" "));
    } catch (error) {
      if (error.name !== "AbortError") this.trouble.show(error);
    }
  }
}

/** What each profile answers: its main number, or how many boxes; and all of it on demand. */
function answers(profiles) {
  return h("table", { id: "comparison-answers" }, h("caption", {}, "What each answers"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Library"), h("th", { scope: "col" }, "Answer"))),
    h("tbody", {}, profiles.map(({ profile, source, answer, error }) => h("tr", { "data-profile": profile }, h("th", { scope: "row" }, profile),
      h("td", { "data-main": main(answer) }, error ? h("p", { class: "warning" }, error) : h("details", {},
        h("summary", {}, words(answer)), h("p", { class: "note" }, source), h("pre", { tabindex: 0, "aria-label": `All that ${profile} answers` }, text(answer))))))));
}

function main(answer) {
  if (typeof answer?.loss === "number") return answer.loss;
  const rows = answer?.indices ?? answer?.images?.[0]?.scores;
  return Array.isArray(rows) ? rows.length : null;
}

function words(answer) {
  if (typeof answer.loss === "number") return `loss ${shown(answer.loss, 8)}`;
  const count = main(answer);
  return count === null ? "numbers" : `${count} ${count === 1 ? "box" : "boxes"}`;
}

function text(answer) {
  const whole = pretty(answer);
  return whole.length > most ? `${whole.slice(0, most)}\n…` : whole;
}

/** One difference: its sentence, and the share of each decision in a quantity that is chosen. */
function difference({ from, to, summary, quantities, causes }) {
  const holder = h("div", {});
  const draw = (name) => holder.replaceChildren(shares(from, to, quantities.find((quantity) => quantity.name === name), causes));
  const id = uniqueID("quantity");
  const list = h("select", { id, onchange: () => draw(list.value) }, quantities.map(({ name }) => h("option", { value: name }, name)));
  if (quantities.length) draw(quantities[0].name);
  return h("section", { "data-difference": `${from} ${to}`, "aria-label": `From ${from} to ${to}` }, h("h3", {}, `From ${from} to ${to}`), h("p", {}, cut(summary, 2000)),
    quantities.length ? [h("div", { class: "control" }, h("label", { for: id }, "What differs"), list), holder] : null);
}

function shares(from, to, quantity, causes) {
  const rows = causes.map((cause) => ({ cause, share: cause.shares.find(({ name }) => name === quantity.name) ?? {} }));
  const scale = Math.max(...rows.map(({ share }) => Math.abs(share.share ?? 0)), 1e-300);
  const total = quantity.difference;
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": `Shares of ${quantity.name}` }, h("table", { class: "causes" }, h("caption", {}, `${quantity.name}: ${amount(quantity, "difference")}`),
    h("thead", {}, h("tr", {}, ["Decision", from, to, "Share"].map((name) => h("th", { scope: "col" }, name)), h("td", {}))),
    h("tbody", {}, rows.map(({ cause, share }) => h("tr", { "data-cause": cause.fields.join("+") },
      h("th", { scope: "row" }, cause.fields.join(", ")), values(cause.from), values(cause.to),
      h("td", { class: "number", "data-share": share.share ?? "" }, amount(share, "share")),
      h("td", { class: "lane" }, share.share ? bar(share.share / scale) : null)))),
    total === undefined ? null : h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, "together"), h("td", {}), h("td", {}),
      h("td", { class: "number", "data-total": total }, signed(total)), h("td", {})))));
}

function values(list) {
  return h("td", {}, list.map((value) => cut(typeof value === "string" ? value : JSON.stringify(value), 40)).join(", "));
}

function amount(item, key) {
  if (item[key] !== undefined) return signed(item[key]);
  const part = (word, list) => (list?.length ? `${word} ${cut(list.join(", "), 80)}` : null);
  return [part("with", item.added), part("without", item.removed)].filter(Boolean).join("; ") || "the same";
}

function signed(value) {
  return value > 0 ? `+${shown(value)}` : shown(value);
}

/** A share as a bar to the right of the middle, or to the left. */
function bar(part) {
  const width = 50 * Math.abs(part);
  return s("svg", { width: "100%", height: 14, "aria-hidden": "true" },
    s("rect", { class: `tone-${part < 0 ? 0 : 1} filled`, x: `${part < 0 ? 50 - width : 50}%`, width: `${width}%`, height: 14, rx: 2 }),
    s("line", { class: "tone-7", x1: "50%", x2: "50%", y1: 0, y2: 14 }));
}
