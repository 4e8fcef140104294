// The account page: N goes to the note, H to the pulse, Ctrl Enter saves it, Esc leaves a form.
(() => {
  const note = () => document.querySelector("[data-key-note]");
  const grow = (field) => {
    field.rows = Math.min(Math.max(3, field.value.split("\n").length + 1), 20);
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-note-open]") && note()) {
      event.preventDefault();
      note().scrollIntoView({ block: "center" });
      note().focus();
    }
  });
  document.addEventListener("input", (event) => { if (event.target.matches("[data-grow]")) grow(event.target); });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.matches("textarea")) form.requestSubmit();
    if (event.key === "Escape" && form) form.querySelector("[data-cancel]")?.click();
    const typing = event.target.closest("input, textarea, select");
    const plain = !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const pulse = event.key === "h" && plain && document.querySelector("[data-key-pulse]");
    if (pulse) {
      event.preventDefault();
      pulse.scrollIntoView({ block: "center" });
      pulse.focus();
    }
  });
  // What htmx brings with autofocus gets it; browsers honour the attribute only while a page loads.
  document.addEventListener("htmx:afterSwap", (event) => event.target.querySelector?.("[autofocus]")?.focus());
})();
