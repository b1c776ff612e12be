// What makes the pages smooth. Without it every link and form works as well.

import htmx from "htmx.org/dist/htmx.esm.js";
import "./desk.js";
import "./live.js";
import "./shortcuts.js";

window.htmx = htmx;

// What was swapped in says itself where one goes on.
document.addEventListener("htmx:after:swap", () => {
    document.querySelector("[data-swapped-focus]")?.focus();
});

// A filter is in force as soon as it is chosen.
document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form && event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
});

for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
}
