// The preview follows what is typed; the server reads it, and writes nothing.

const form = document.getElementById("quick-form");
const preview = document.getElementById("preview");
const PAUSE = 500;
let waiting = 0;
let asked = 0;

async function look() {
  const mine = ++asked;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "preview" } });
    const html = await answer.text();
    if (answer.ok && !answer.redirected && mine === asked) {
      preview.innerHTML = html;
    }
  } catch (error) {
    // The button does the same, and says what is wrong.
  }
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, PAUSE);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.getElementById("save").click();
  }
});
