// Labelled controls, bound to a value of the settings.

import { h, uniqueID } from "/pages/dom.js";

/** A slider and, bound to it, a field for the exact number. `scale: "log"`: the slider runs over powers of ten. */
export function slider(settings, key, { label, min, max, step, scale, note }, onchange) {
  const id = uniqueID("slider");
  const isLog = scale === "log";
  const place = (value) => (isLog ? Math.log10(value) : value);
  const range = h("input", { type: "range", id, min: place(min), max: place(max), step: isLog ? 0.01 : step, "data-setting": key });
  const exact = h("input", { type: "number", min, max, step: "any", "aria-label": `${label}, exact` });
  const show = () => { range.value = place(settings.get(key)); exact.value = settings.get(key); };
  range.addEventListener("input", () => {
    const value = isLog ? Number((10 ** range.valueAsNumber).toPrecision(2)) : range.valueAsNumber;
    settings.set(key, value);
    exact.value = value;
    onchange();
  });
  exact.addEventListener("input", () => {
    if (!Number.isFinite(exact.valueAsNumber) || exact.valueAsNumber < min || exact.valueAsNumber > max) return;
    settings.set(key, exact.valueAsNumber);
    range.value = place(exact.valueAsNumber);
    onchange();
  });
  show();
  return h("div", { class: "control" }, h("label", { for: id }, label), h("div", { class: "pair" }, range, exact), note ? h("p", { class: "note" }, note) : null);
}

/** A choice of one, as a row of radio buttons. `options`: [[value, words]]. */
export function choice(settings, key, { label, options }, onchange) {
  const name = uniqueID("choice");
  return h("fieldset", { class: "control choice" }, h("legend", {}, label), h("div", { class: "segments" }, options.map(([value, words]) => {
    const id = uniqueID("option");
    return [h("input", {
      type: "radio", name, id, value, checked: settings.get(key) === value,
      onchange: () => { settings.set(key, value); onchange(); },
    }), h("label", { for: id }, words)];
  })));
}

/** A choice of one from many. */
export function select(settings, key, { label, options }, onchange) {
  const id = uniqueID("select");
  const list = h("select", { id, onchange: () => { settings.set(key, list.value); onchange(); } },
    options.map(([value, words]) => h("option", { value, selected: settings.get(key) === value }, words)));
  return h("div", { class: "control" }, h("label", { for: id }, label), list);
}

/** Yes or no. */
export function toggle(settings, key, label, onchange) {
  const box = h("input", { type: "checkbox", checked: settings.get(key), onchange: () => { settings.set(key, box.checked); onchange(); } });
  return h("label", { class: "toggle" }, box, label);
}

/** Some of many, kept as a list. `options`: [[value, words, sign]]. */
export function several(settings, key, { label, options }, onchange) {
  return h("fieldset", { class: "control several" }, h("legend", {}, label), options.map(([value, words, sign]) => {
    const box = h("input", {
      type: "checkbox", checked: settings.get(key).includes(value),
      onchange: () => {
        const others = options.map(([other]) => other).filter((other) => (other === value ? box.checked : settings.get(key).includes(other)));
        settings.set(key, others);
        onchange();
      },
    });
    return h("label", { class: "toggle" }, box, sign ?? null, words);
  }));
}

/** Where a part says what went wrong. */
export function complaint() {
  const node = h("p", { class: "complaint", role: "alert", hidden: true });
  return {
    node,
    show(error) { node.textContent = error.message; node.hidden = false; },
    clear() { node.hidden = true; node.textContent = ""; },
  };
}
