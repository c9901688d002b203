// The search field of the reference's index. Without script the index shows everything.

const field = document.getElementById("search");
if (field) {
  const entries = [...document.querySelectorAll("[data-search]")];
  const groups = [...document.querySelectorAll("[data-group]")];
  const count = document.getElementById("found");
  const update = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const entry of entries) {
      const text = entry.getAttribute("data-search").toLowerCase();
      entry.hidden = !words.every((word) => text.includes(word));
      if (!entry.hidden) found += 1;
    }
    for (const group of groups) group.hidden = !group.querySelector("[data-search]:not([hidden])");
    count.textContent = words.length ? `${found} of ${entries.length}` : "";
    history.replaceState(null, "", field.value ? `?q=${encodeURIComponent(field.value)}` : location.pathname);
  };
  field.closest("form").hidden = false;
  field.closest("form").addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", update);
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) update();
}
