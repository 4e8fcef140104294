// Single keys work on lists: rows with data-row, a link inside, a check box. Off while typing.
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.querySelector("[data-row].tn-cur");
  const goTo = (row) => {
    current()?.classList.remove("tn-cur");
    row.classList.add("tn-cur");
    (row.querySelector("a[href]") ?? row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    row.dispatchEvent(new CustomEvent("cursor", { bubbles: true }));
  };
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    goTo(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  };
  // What a key does stands in the page: on the row under the cursor, else on the page itself.
  const press = (key) => {
    const found = current()?.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`[data-key-page="${key}"]`);
    found?.click();
    return Boolean(found);
  };
  document.addEventListener("tn:go", (event) => goTo(event.target));
  const focusOn = (selector) => {
    const field = document.querySelector(selector);
    if (!field) return false;
    field.focus();
    field.select?.();
    return true;
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: () => press("x") || current()?.querySelector("input[type=checkbox]")?.click(),
    e: () => press("e"),
    s: () => press("s"),
    c: () => press("c"),
    z: () => [...document.querySelectorAll("[data-key-undo]")].at(-1)?.click(),
    f: () => document.querySelector("[data-key-filter]")?.click(),
    n: () => press("n") || focusOn("[data-key-note]"),
    "?": () => document.getElementById("keys")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      focusOn("[data-key-search]");
      return;
    }
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], [data-ask-form]:not([hidden])")) return;
    const action = keys[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
})();
