// Keys: "/" to the search field, "?" to the list of keys, "g" and a letter to a page. Whoever types to a
// program that speaks turns them off on the page that lists them.

const setting = "keys";
const off = () => localStorage.getItem(setting) === "off";
let going = false;

const typing = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");

document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (going) {
        going = false;
        document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click();
        return;
    }
    if (event.key === "/") {
        event.preventDefault();
        document.getElementById("q")?.focus();
    } else if (event.key === "?") {
        location.href = "/hjelp/taster";
    } else if (event.key === "g") {
        going = true;
        setTimeout(() => (going = false), 1500);
    }
});

const toggle = document.getElementById("keys-on");
if (toggle) {
    toggle.closest("[hidden]").hidden = false;
    toggle.checked = !off();
    toggle.addEventListener("change", () => localStorage.setItem(setting, toggle.checked ? "on" : "off"));
}
