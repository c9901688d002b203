// What is shown, as files: SVG, PNG, JSON, COCO results.

import { download } from "/pages/download.js";

const kept = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "opacity"];

/** An SVG that needs no style sheet: colours and fonts stand in it, and so does the picture. */
export async function standalone(svg) {
  // In a document that is not shown, so that nothing of it is loaded.
  const copy = document.implementation.createHTMLDocument("").importNode(svg, true);
  const [originals, copies] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
  originals.forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const name of kept) copies[index].setAttribute(name, style.getPropertyValue(name));
  });
  for (const node of [copy, ...copies]) for (const name of ["class", "tabindex", "role", "style"]) node.removeAttribute(name);
  const [, , width, height] = svg.getAttribute("viewBox").split(" ");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  for (const image of copy.querySelectorAll("image[href]")) image.setAttribute("href", await dataURL(image.getAttribute("href")));
  return new XMLSerializer().serializeToString(copy);
}

async function dataURL(href) {
  const blob = await (await fetch(href)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** The SVG as PNG, so many times as large. */
export async function png(svg, scale = 4) {
  const url = URL.createObjectURL(new Blob([await standalone(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Detections as COCO's results list. */
export function cocoResults(images) {
  return images.flatMap((image, index) => image.boxes.map(([x1, y1, x2, y2], row) => ({
    image_id: index, category_id: image.labels[row], bbox: [x1, y1, x2 - x1, y2 - y1], score: image.scores[row],
  })));
}

/** Saves a JSON value. */
export function saveJSON(name, value) {
  download(name, "application/json", `${JSON.stringify(value)}\n`);
}
