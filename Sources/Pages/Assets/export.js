// What is shown, as files: SVG, PNG, JSON, COCO results.

import { Problem, send } from "/pages/api.js";
import { download } from "/pages/download.js";

/** The service's drawing of an image's detections: an SVG that needs nothing else. */
export async function figure({ boxes, scores, labels }, { size, href, names }) {
  const body = { boxes, scores, labels, label_names: names.length ? names : null, image_size: size, picture: href ? await dataURL(href) : null };
  const headers = { "Content-Type": "application/json" };
  const response = await send("/v1/figures/detections.svg", { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => null));
  return response.text();
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

/** An SVG as PNG, so many times as large. */
export async function png(svg, scale = 2) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
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
