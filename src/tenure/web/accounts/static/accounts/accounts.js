// The accounts list: selection, the column picker, drop-downs that close, finding in long lists.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const boxes = () => [...document.querySelectorAll('input[name="ids"]')];
  const short = (value) => {
    for (const [size, letter] of [[1e9, "B"], [1e6, "M"], [1e3, "k"]]) if (value >= size * 0.9995) {
      const scaled = value / size;
      return String(Number(scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0))) + letter;
    }
    return value.toFixed(0);
  };

  // Selected rows: how many and what they pay; "all of this view" counts the view, not the page.
  const count = () => {
    const bar = $("#bulk");
    if (!bar) return;
    const chosen = boxes().filter((box) => box.checked);
    const all = $("[data-select-all]", bar)?.checked;
    const sum = chosen.reduce((total, box) => total + Number(box.dataset.arr), 0) / Number(bar.dataset.minor);
    const sign = bar.dataset.arrSaid.match(/^[^\d–−]*/)[0];
    $("[data-selected]", bar).textContent = all ? bar.dataset.totalSaid : `${chosen.length} selected`;
    $("[data-selected-arr]", bar).textContent = all ? bar.dataset.arrSaid : `${sign}${short(sum)} ARR`;
    const exported = $("[data-export]", bar);
    if (exported) exported.textContent = `Export ${all ? bar.dataset.totalSaid : `${chosen.length} selected`}`;
    const head = $("[data-select-page]");
    if (head) {
      head.checked = chosen.length > 0 && chosen.length === boxes().length;
      head.indeterminate = chosen.length > 0 && !head.checked;
    }
    for (const box of boxes()) box.closest("tr").setAttribute("aria-selected", String(box.checked));
  };
  const selectAll = (checked) => {
    for (const box of boxes()) box.checked = checked;
    const all = $("[data-select-all]");
    if (all && !checked) all.checked = false;
    count();
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-page]")) selectAll(event.target.checked);
    else if (event.target.matches("[data-select-all]") && event.target.checked) selectAll(true);
    else if (event.target.matches('input[name="ids"]')) {
      const all = $("[data-select-all]");
      if (all && !event.target.checked) all.checked = false;
      count();
    }
  });

  // Column picker: order by dragging or with Alt and the arrows.
  const move = (item, step) => {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other || !$("[data-grip]", other)) return;
    if (step < 0) other.before(item); else other.after(item);
    $("[data-grip]", item).focus();
    const live = document.getElementById("live");
    if (live) live.textContent = `${$("label", item).textContent}: place ${[...item.parentElement.children].indexOf(item) + 1}`;
  };
  let dragged = null;
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    dragged = grip.closest("li");
    dragged.classList.add("tn-drag");
    event.preventDefault();
    grip.focus();
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-columns] li");
    if (!over || over === dragged || !$("[data-grip]", over)) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
  });
  document.addEventListener("pointerup", () => { dragged?.classList.remove("tn-drag"); dragged = null; });

  const close = (details) => { details.open = false; };
  const opened = () => [...document.querySelectorAll("details[data-drop][open]")];
  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (grip && event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      move(grip.closest("li"), event.key === "ArrowUp" ? -1 : 1);
    }
    if (event.key !== "Escape" || $("dialog[open]")) return;
    const drops = opened();
    if (drops.length) { drops.forEach(close); $("summary", drops[0]).focus(); }
    else if (boxes().some((box) => box.checked)) selectAll(false);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-select-none]")) selectAll(false);
    for (const drop of opened()) if (!drop.contains(event.target) && event.target.isConnected) close(drop);
  });

  // Finding in a long list of fields or columns hides what does not match.
  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-find-column], [data-find-field]");
    if (!field) return;
    const asked = field.value.trim().toLowerCase();
    const scope = field.closest(".tn-pop, .tn-card-b");
    for (const item of scope.querySelectorAll("li")) item.hidden = !item.textContent.toLowerCase().includes(asked);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-find-column], [data-find-field]")) event.preventDefault();
  });

  // New content of a pop-over takes the focus; a swapped list starts without a selection.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "filter-pop") $("[autofocus]", event.target)?.focus();
    if (event.target.id !== "list") return;
    count();
    // A chip that is gone or a form that was sent leaves the focus nowhere: it goes back to where filters begin.
    if (document.activeElement === document.body && event.detail.requestConfig?.elt?.closest(".tn-chips")) $("#add-filter").focus();
  });
  document.addEventListener("DOMContentLoaded", count);
  window.addEventListener("pageshow", count);
})();
