// Which part of the playground is open.

import { announce, h } from "/pages/dom.js";
import { address } from "/pages/settings.js";

const parts = {
  losses: () => import("/pages/losses.js"),
  boxes: () => import("/pages/boxes.js"),
  detection: () => import("/pages/detection.js"),
  evaluation: () => import("/pages/evaluation.js"),
  operation: () => import("/pages/operation.js"),
};
const opened = new Map();
const main = document.getElementById("content");

async function open() {
  const name = address().name.split("/")[0] || "losses";
  if (!Object.hasOwn(parts, name)) return;
  for (const link of document.querySelectorAll("nav a[href^='#']")) {
    if (link.getAttribute("href") === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const visited = opened.get(name);
  if (!visited) opened.set(name, await build(name));
  else if (visited.reopen) visited.reopen();
  // Without values the part is as it was left; with others it is made anew.
  else if (!location.hash.includes("?")) history.replaceState(null, "", visited.link());
  else if (visited.link() !== location.hash) {
    visited.node.remove();
    opened.set(name, await build(name));
  }
  for (const [other, part] of opened) part.node.hidden = other !== name;
  document.title = `${opened.get(name).title} – focald`;
}

async function build(name) {
  try {
    const part = (await parts[name]()).open();
    main.append(part.node);
    return part;
  } catch (error) {
    const node = h("div", { class: "panel" }, h("h1", {}, "This part could not be opened"), h("p", { class: "complaint" }, error.message));
    main.append(node);
    return { node, title: "focald", link: () => `#${name}` };
  }
}

// The link to the content moves the focus only: the address keeps what is open.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", () => open().then(() => announce(document.title)));
// The bar is on the screen before the modules of a part are run, which takes longer than to load them; a page that nobody sees is not
// painted.
const painted = new Promise((done) => {
  new PerformanceObserver(done).observe({ type: "paint", buffered: true });
  setTimeout(done, 300);
});
painted.then(open);
