// Updates the preview while the author types. The server reads the text and saves nothing.

const form = document.getElementById("quick-form");
const preview = document.getElementById("preview");
const PAUSE = 500;
let timer = 0;
let lastRequest = 0;

async function updatePreview() {
  const request = ++lastRequest;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "preview" } });
    const html = await response.text();
    if (response.ok && !response.redirected && request === lastRequest) {
      preview.innerHTML = html;
    }
  } catch (error) {
    // The preview button does the same, and shows what is wrong.
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(updatePreview, PAUSE);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.getElementById("save").click();
  }
});
