// What every page may use: dialogs that a button opens, and tables that scroll.

// Focus comes back to the opener when its dialog closes.

for (const opener of document.querySelectorAll("[data-opens]")) {
  const dialog = document.getElementById(opener.dataset.opens);
  opener.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("close", () => opener.focus());
}

for (const closer of document.querySelectorAll("dialog [data-closes]")) {
  closer.addEventListener("click", () => closer.closest("dialog").close());
}

// Tables of a lesson that do not fit: a region that the keyboard can reach and scroll. Turning a phone,
// or zooming in, makes others too wide.
function wrapWideTables() {
  for (const table of document.querySelectorAll(".lesson > table")) {
    if (table.scrollWidth > table.clientWidth) {
      const region = document.createElement("div");
      region.className = "table-scroll";
      region.tabIndex = 0;
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", table.querySelector("th").textContent);
      table.replaceWith(region);
      region.append(table);
    }
  }
}

wrapWideTables();
window.addEventListener("resize", wrapWideTables);
