// Before the page is rendered: the reader's choice of light or dark, and a class that says that scripts run.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("has-script");

  function chosen() {
    try {
      return localStorage.getItem("theme");
    } catch (blocked) {
      return null;
    }
  }

  function apply(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  function store(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch (blocked) {
      // The choice then lasts for this page only.
    }
  }

  apply(chosen());
  document.addEventListener("DOMContentLoaded", function () {
    var buttons = document.querySelectorAll("[data-theme-choice]");
    function show(theme) {
      buttons.forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
      });
    }
    show(chosen() || "auto");
    buttons.forEach(function (button) {
      button.addEventListener("click", function () {
        store(button.dataset.themeChoice);
        apply(button.dataset.themeChoice);
        show(button.dataset.themeChoice);
      });
    });
  });
})();
