// Any operation: its form, the request in four languages, the answer with its time, and what libraries answer instead.

import { announce, h } from "/pages/dom.js";
import { hasKey, operations, pathOf, send } from "/pages/api.js";
import { address } from "/pages/settings.js";
import { Form } from "/pages/form.js";
import { languages } from "/pages/snippets.js";
import { pretty } from "/pages/json.js";
import { complaint } from "/pages/controls.js";
import { Comparison } from "/pages/comparison.js";
import { download } from "/pages/download.js";

const most = 100000;

export function open() {
  const node = h("section", { class: "part", "aria-label": "Any operation" });
  const trouble = complaint();
  node.append(trouble.node);
  let bench = null;
  const show = async () => {
    try {
      const all = await operations();
      bench ??= new Bench(all);
      if (bench.link && !address().name.includes("/")) { history.replaceState(null, "", bench.link); return; }
      if (!bench.node.isConnected) node.append(bench.node);
      const id = address().name.split("/")[1] || "losses.focal";
      const operation = all.find(({ name }) => name === id);
      if (!operation) throw new Error(`There is no operation “${id}”.`);
      trouble.clear();
      bench.show(operation, address().values.get("body"));
    } catch (error) {
      trouble.show(error);
    }
  };
  show();
  return { node, title: "Any operation", reopen: show };
}

class Bench {
  #operation = null;
  #shownLink = null;
  #form = null;
  #answer = null;
  #language = "curl";
  #controller = null;
  #timer = null;

  constructor(all) {
    this.list = h("select", { id: "operation", onchange: () => { location.hash = `#operation/${this.list.value}`; } }, families(all));
    this.title = h("header", {});
    this.holder = h("div", {});
    this.trouble = complaint();
    this.snippet = h("pre", { class: "keep", tabindex: 0, "aria-label": "The request" });
    this.time = h("p", { class: "note" });
    this.comparison = new Comparison(() => this.#form.read());
    this.text = h("pre", { id: "answer", tabindex: 0, "aria-label": "The answer", hidden: true });
    this.save = h("button", { type: "button", hidden: true, onclick: () => download(`${this.#operation.name}.json`, "application/json", this.#answer) }, "Save the answer");
    this.send = h("button", { type: "submit", class: "primary" }, "Send");
    this.node = h("div", {}, this.title, h("form", {
      class: "split wide-left", onsubmit: (event) => { event.preventDefault(); this.#ask(); },
      onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#ask(); },
    }, h("div", { class: "panel" }, h("div", { class: "control" }, h("label", { for: "operation" }, "Operation"), this.list), this.holder),
    h("div", {}, h("div", { class: "panel" },
      h("div", { class: "buttons" }, this.send, h("button", { type: "button", onclick: () => this.#fill(this.#operation.example) }, "Example"), h("button", { type: "button", onclick: () => this.#fill({}) }, "Empty"), this.save),
      this.trouble.node, this.time, this.text),
    this.comparison.node,
    h("div", { class: "panel" }, h("h2", {}, "The request"), this.#tabs(), this.snippet,
      h("button", { type: "button", onclick: () => this.#copy() }, "Copy")))));
  }

  /** The address of what is shown. */
  get link() {
    return this.#shownLink;
  }

  /** Opens an operation with a body as JSON text, or with its example. */
  show(operation, body) {
    if (this.#shownLink === location.hash) return;
    this.#operation = operation;
    this.#shownLink = location.hash;
    this.list.value = operation.name;
    this.title.replaceChildren(h("h1", {}, operation.name), h("p", {}, operation.summary, " ", h("a", { href: `/docs/${operation.name}` }, "Reference")));
    this.#form = new Form(operation, () => this.#changed());
    this.holder.replaceChildren(this.#form.node);
    this.#clear();
    this.comparison.show(operation);
    this.#fill(parsed(body) ?? operation.example ?? {});
  }

  #fill(body) {
    this.#form.set(body);
    this.#form.complain([]);
    this.#changed();
  }

  #changed() {
    const { body, wrong } = this.#form.read();
    const url = `${location.origin}${pathOf(this.#operation.name)}`;
    this.snippet.textContent = wrong.length ? `The field ${wrong[0].pointer.slice(1)} is not JSON yet.` : languages[this.#language](url, body, hasKey());
    clearTimeout(this.#timer);
    if (!wrong.length) this.#timer = setTimeout(() => this.#keep(body), 150);
  }

  /** The link keeps the body, unless it is the example's. */
  #keep(body) {
    if (address().name.split("/")[0] !== "operation") return;
    const text = JSON.stringify(body);
    const isExample = text === JSON.stringify(this.#operation.example);
    history.replaceState(null, "", `#operation/${this.#operation.name}${isExample ? "" : `?body=${encodeURIComponent(text)}`}`);
    this.#shownLink = location.hash;
  }

  async #ask() {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { body, wrong } = this.#form.read();
    this.#clear();
    if (this.#form.complain(wrong).length || wrong.length) return;
    const start = performance.now();
    try {
      const response = await send(pathOf(this.#operation.name), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: controller.signal });
      const text = await response.text();
      this.#show(response, text, performance.now() - start);
    } catch (error) {
      if (error.name !== "AbortError") this.trouble.show(error);
    }
  }

  #show(response, text, milliseconds) {
    const value = parsed(text);
    this.#answer = text;
    this.save.hidden = false;
    this.time.textContent = `Status ${response.status}, ${milliseconds.toFixed(1)} ms with the way there and back, ${text.length.toLocaleString("en")} characters.`;
    this.text.hidden = false;
    const whole = value === null ? text : pretty(value);
    this.text.textContent = whole.length > most ? `${whole.slice(0, most)}\n… ${(whole.length - most).toLocaleString("en")} more characters; “Save the answer” gives all` : whole;
    if (response.ok) { announce("Answered."); return; }
    const left = this.#form.complain(Array.isArray(value?.errors) ? value.errors : []);
    if (!Array.isArray(value?.errors) || left.length) this.trouble.show(new Error(left.length ? left.map(({ pointer, detail }) => `${pointer}: ${detail}`).join("\n") : value?.detail ?? `Status ${response.status}`));
    announce("The service refused the request.");
  }

  #clear() {
    this.trouble.clear();
    this.time.textContent = "";
    this.text.hidden = true;
    this.text.textContent = "";
    this.save.hidden = true;
  }

  #tabs() {
    return h("fieldset", { class: "control choice" }, h("legend", { class: "visually-hidden" }, "Language"), h("div", { class: "segments" }, Object.keys(languages).map((name) => [
      h("input", { type: "radio", name: "language", id: `language-${name}`, checked: name === this.#language, onchange: () => { this.#language = name; this.#changed(); } }),
      h("label", { for: `language-${name}` }, name),
    ])));
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.snippet.textContent);
      announce("Copied.");
    } catch {
      getSelection().selectAllChildren(this.snippet);
      announce("Selected; copy it by hand.");
    }
  }
}

function families(all) {
  const names = [...new Set(all.map(({ name }) => name.split(".")[0]))];
  return names.map((family) => h("optgroup", { label: family }, all.filter(({ name }) => name.startsWith(`${family}.`)).map(({ name }) => h("option", { value: name }, name))));
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
