// The service: requests, problems, and the key where one is asked for.

import { h } from "/pages/dom.js";

const keyName = "focald-key";

/** What the service says is wrong: RFC 9457. `errors` has a pointer, a code and a detail each. */
export class Problem extends Error {
  constructor(status, body) {
    super(typeof body?.detail === "string" ? body.detail : typeof body?.error === "string" ? body.error : `status ${status}`);
    this.status = status;
    this.errors = Array.isArray(body?.errors) ? body.errors : [];
  }
}

/** One request. Gives the response, and asks for a key once where the service wants one. */
export async function send(path, options = {}) {
  const response = await fetch(path, withKey(options));
  if (response.status !== 401 || !(await askForKey())) return response;
  return fetch(path, withKey(options));
}

function withKey(options) {
  return { ...options, headers: { ...options.headers, ...keyHeaders() } };
}

/** The header with the key, if there is one. */
export function keyHeaders() {
  const key = sessionStorage.getItem(keyName);
  return key ? { Authorization: `Bearer ${key}` } : {};
}

/** Whether requests carry a key: then the snippets do, too. */
export function hasKey() {
  return sessionStorage.getItem(keyName) !== null;
}

/** An operation's answer: call("losses.focal", {logits: …}). */
export async function call(operation, body, signal) {
  return post(pathOf(operation), JSON.stringify(body), signal);
}

/** POST of a JSON text. */
export async function post(path, text, signal) {
  const response = await send(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: text, signal });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Problem(response.status, answer);
  return answer;
}

/** Where an operation is asked: "losses.focal" at /v1/losses/focal. */
export function pathOf(operation) {
  const dot = operation.indexOf(".");
  return `/v1/${operation.slice(0, dot)}/${operation.slice(dot + 1)}`;
}

/** Fields as a query has them: texts as they are, anything else as JSON. */
export function queryOf(items) {
  return items.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value))}`).join("&");
}

let catalogue = null;

/** The catalogue's operations, asked for once. */
export function operations() {
  catalogue ??= send("/v1/operations").then(async (response) => {
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Problem(response.status, answer);
    return answer.operations;
  });
  catalogue.catch(() => { catalogue = null; });
  return catalogue;
}

/** Runs work so that the latest wins: one runs, the newest waits, those between are dropped, and one that takes long is
    cancelled. Work is given a signal. */
export class Latest {
  #running = null;
  #waiting = null;
  #patience;

  constructor(patience = 200) {
    this.#patience = patience;
  }

  run(work) {
    if (this.#running) {
      this.#waiting = work;
      if (performance.now() - this.#running.start > this.#patience) this.#running.controller.abort();
      return;
    }
    this.#start(work);
  }

  async #start(work) {
    const controller = new AbortController();
    this.#running = { controller, start: performance.now() };
    try {
      await work(controller.signal);
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error.message);
    } finally {
      this.#running = null;
      const next = this.#waiting;
      this.#waiting = null;
      if (next) this.#start(next);
    }
  }
}

let asking = null;

function askForKey() {
  asking ??= new Promise((resolve) => {
    const field = h("input", { type: "password", autocomplete: "off", id: "key", name: "key" });
    const dialog = h("dialog", { "aria-labelledby": "key-title" },
      h("form", { method: "dialog" },
        h("h2", { id: "key-title" }, "This service asks for a key"),
        h("p", {}, h("label", { for: "key" }, "Key")), field,
        h("p", { class: "note" }, "Kept in this tab only, and sent to this service only."),
        h("p", {}, h("button", { type: "submit", value: "use" }, "Use it"), " ", h("button", { type: "submit", value: "" }, "Go on without"))));
    dialog.addEventListener("close", () => {
      const key = dialog.returnValue === "use" ? field.value.trim() : "";
      if (key) sessionStorage.setItem(keyName, key);
      dialog.remove();
      asking = null;
      resolve(key !== "");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}
