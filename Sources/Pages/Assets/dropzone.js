// Where files are dropped or chosen.

import { h, uniqueID } from "/pages/dom.js";

/** A zone; `take(files)` gets what is dropped or chosen. */
export function dropZone(words, take) {
  const id = uniqueID("files");
  const input = h("input", { type: "file", id, multiple: true, class: "visually-hidden", onchange: () => { if (input.files.length) take([...input.files]); input.value = ""; } });
  const zone = h("div", {
    class: "drop control",
    ondragover: (event) => { event.preventDefault(); zone.classList.add("over"); },
    ondragleave: () => zone.classList.remove("over"),
    ondrop: (event) => { event.preventDefault(); zone.classList.remove("over"); if (event.dataTransfer.files.length) take([...event.dataTransfer.files]); },
  }, input, h("label", { for: id, class: "button" }, "Choose files"), h("p", { class: "note" }, words));
  return zone;
}
