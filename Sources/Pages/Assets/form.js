// A form from an operation's entry in the catalogue.

import { h, uniqueID } from "/pages/dom.js";
import { pretty } from "/pages/json.js";

/** The fields of one operation. `onchange` follows each edit. */
export class Form {
  #fields = new Map();
  #onchange;
  #operation;

  constructor(operation, onchange) {
    this.#operation = operation;
    this.#onchange = onchange;
    const inputs = operation.inputs.map((input) => this.#add(tensorField(input)));
    const required = operation.parameters.filter((parameter) => parameter.required).map((parameter) => this.#add(parameterField(parameter)));
    const optional = operation.parameters.filter((parameter) => !parameter.required).map((parameter) => this.#add(parameterField(parameter)));
    this.#others = h("div", {});
    this.node = h("div", { class: "form" }, h("h3", {}, "Inputs"), inputs, required,
      h("h3", {}, "Parameters"), h("p", { class: "note" }, "What is left empty has its default."), optional, this.#others);
  }

  #others;

  /** Shows a body. Fields that the operation does not have get a row as well, so that nothing of a link is lost. */
  set(body) {
    for (const name of Object.keys(body)) {
      if (this.#fields.has(name)) continue;
      this.#others.append(this.#add(foreignField(name)));
    }
    for (const [name, field] of this.#fields) field.show(Object.hasOwn(body, name) ? body[name] : undefined);
  }

  /** The body, or the fields that are not JSON. */
  read() {
    const body = {};
    const wrong = [];
    for (const [name, field] of this.#fields) {
      const text = field.control.value.trim();
      if (text === "") continue;
      try {
        body[name] = JSON.parse(text);
      } catch {
        wrong.push({ pointer: `/${name}`, detail: `This is not JSON.${text.match(/^[A-Za-z][\w-]*$/) ? ` A text stands in quotation marks: "${text}".` : ""}` });
      }
    }
    return { body, wrong };
  }

  /** Shows what is wrong at the fields that the pointers name, and gives back what belongs to none. */
  complain(errors) {
    for (const field of this.#fields.values()) field.clear();
    const left = [];
    let first = null;
    for (const error of errors) {
      const name = unescaped(String(error.pointer ?? "").split("/")[1] ?? "");
      const field = this.#fields.get(name);
      if (!field) { left.push(error); continue; }
      field.complain(error.pointer === `/${name}` ? error.detail : `${error.pointer}: ${error.detail}`);
      first ??= field;
    }
    first?.control.focus();
    return left;
  }

  #add(field) {
    this.#fields.set(field.name, field);
    field.control.addEventListener("input", () => { field.clear(); this.#onchange(); });
    return field.node;
  }
}

function unescaped(part) {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

function tensorField(input) {
  const note = `${input.shape}${input.presence === "required" ? "" : ` · ${input.presence}`}. ${input.holds}`;
  return field(input.name, area(input.presence === "required" ? "" : "not given"), note);
}

function parameterField(parameter) {
  const otherwise = parameter.required ? "required" : JSON.stringify(parameter.default);
  const note = `${parameter.type}. ${parameter.meaning}`;
  const values = parameter.choices ?? (parameter.type === "true or false" ? [true, false] : null);
  if (values) {
    const options = values.map((value) => h("option", { value: JSON.stringify(value) }, String(value)));
    return field(parameter.name, h("select", {}, h("option", { value: "" }, parameter.required ? "choose" : `default: ${otherwise}`), options), note);
  }
  if (/^a (whole )?number/.test(parameter.type) && !parameter.type.includes("list")) {
    return field(parameter.name, h("input", { type: "text", inputmode: "decimal", autocomplete: "off", placeholder: otherwise }), note);
  }
  const members = (parameter.members ?? []).map((member) => `${member.name}: ${member.type}`).join("; ");
  return field(parameter.name, area(otherwise), members ? `${note} Members: ${members}.` : note);
}

function foreignField(name) {
  return field(name, area(""), "Not a field of this operation.");
}

function area(placeholder) {
  return h("textarea", { class: "code", rows: 1, spellcheck: "false", autocomplete: "off", placeholder });
}

function field(name, control, words) {
  const id = uniqueID("field");
  const note = h("p", { class: "note", id: `${id}-note` }, words);
  const wrong = h("p", { class: "complaint", id: `${id}-wrong`, hidden: true });
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-note ${id}-wrong`);
  const node = h("div", { class: "field", "data-field": name }, h("label", { for: id }, name), control, note, wrong);
  return {
    name, node, control,
    show(value) {
      const text = value === undefined ? "" : pretty(value);
      // A choice that the list does not have is kept all the same.
      if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === text)) control.append(h("option", { value: text }, text));
      control.value = text;
      this.clear();
    },
    complain(detail) {
      wrong.textContent = wrong.hidden ? detail : `${wrong.textContent}\n${detail}`;
      wrong.hidden = false;
      node.setAttribute("data-wrong", "");
      control.setAttribute("aria-invalid", "true");
    },
    clear() {
      wrong.hidden = true;
      wrong.textContent = "";
      node.removeAttribute("data-wrong");
      control.removeAttribute("aria-invalid");
    },
  };
}
