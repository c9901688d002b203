// Which images a cell of the confusion matrix counts. The service counts; here the images are halved until one is left.

/** [{id, count}] of a cell, at most `limit`, best found first. `ask(body)` gives the matrix of a part of the records. */
export async function imagesOf({ truth, results }, { predicted, actual }, ask, limit = 50) {
  const [whole, detections] = [await value(truth), await value(results)];
  const found = [];
  const look = async (images) => {
    if (found.length >= limit) return;
    const ids = new Set(images.map(({ id }) => id));
    const within = ({ image_id: id }) => ids.has(id);
    const body = { ground_truth: { ...whole, images, annotations: whole.annotations.filter(within) }, detections: detections.filter(within) };
    const { matrix, category_ids: categories } = await ask(body);
    const count = matrix[categories.indexOf(predicted)]?.[categories.indexOf(actual)] ?? 0;
    if (count === 0) return;
    if (images.length === 1) { found.push({ id: images[0].id, count }); return; }
    const middle = images.length >> 1;
    await look(images.slice(0, middle));
    await look(images.slice(middle));
  };
  if (whole.images.length > 0) await look(whole.images);
  return found;
}

async function value(source) {
  return JSON.parse(typeof source === "string" ? source : await source.text());
}
