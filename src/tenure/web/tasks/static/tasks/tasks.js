// The list of tasks: which are chosen. X chooses the row under the cursor, Esc chooses none.
(() => {
  const boxes = () => [...document.querySelectorAll('#tasks input[name="ids"]')];
  const all = () => document.querySelector("[data-choose-all]");
  const count = () => {
    const bar = document.getElementById("many");
    if (!bar) return;
    const chosen = boxes().filter((box) => box.checked);
    bar.querySelector("[data-chosen]").textContent = `${all()?.checked ? bar.dataset.total : chosen.length} chosen`;
    const head = document.querySelector("[data-choose-page]");
    head.checked = chosen.length > 0 && chosen.length === boxes().length;
    head.indeterminate = chosen.length > 0 && !head.checked;
    for (const box of boxes()) box.closest("tr").setAttribute("aria-selected", String(box.checked));
  };
  const choose = (checked) => {
    for (const box of boxes()) box.checked = checked;
    if (all() && !checked) all().checked = false;
    count();
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-choose-page]")) choose(box.checked);
    else if (box.matches("[data-choose-all]") && box.checked) choose(true);
    else if (box.matches('#tasks input[name="ids"], [data-choose-all]')) {
      if (all() && box.name === "ids" && !box.checked) all().checked = false;
      count();
    }
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-choose-none]")) choose(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]") && boxes().some((box) => box.checked)) choose(false);
  });
  document.addEventListener("htmx:afterSettle", count);
  window.addEventListener("pageshow", count);
})();
