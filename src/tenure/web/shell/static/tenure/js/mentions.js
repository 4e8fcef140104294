// Naming a colleague: after @ and a letter in a text that asks for it, a list of those who fit; arrows, Enter or Tab, Esc.
(() => {
  const START = /(?:^|[\s([{,;:])@([^\s@][^@\n]{0,39})$/;
  let list = null;
  let field = null;
  let asked = 0;

  const close = () => {
    list?.remove();
    field?.removeAttribute("aria-activedescendant");
    field?.removeAttribute("aria-controls");
    list = field = null;
  };
  const options = () => [...(list?.querySelectorAll("[role=option]") ?? [])];
  const current = () => options().find((option) => option.getAttribute("aria-selected") === "true");
  const choose = (option) => {
    current()?.removeAttribute("aria-selected");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
  };
  const typed = (area) => area.value.slice(0, area.selectionStart).match(START)?.[1];
  const take = (option) => {
    const begin = field.selectionStart - typed(field).length;
    field.setRangeText(`${option.dataset.name} `, begin, field.selectionStart, "end");
    close();
  };
  const show = (area, html) => {
    close();
    if (!html.trim()) return;
    field = area;
    list = document.createElement("ul");
    list.className = "tn-mentions";
    list.id = "mentions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Colleagues");
    list.innerHTML = html;
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) take(option);
    });
    area.after(list);
    area.setAttribute("aria-controls", "mentions");
    choose(options()[0]);
  };

  document.addEventListener("input", async (event) => {
    const area = event.target;
    if (!area.matches?.("textarea[data-mentions]")) return;
    const letters = typed(area);
    const mine = ++asked;
    if (!letters) return close();
    const answer = await fetch(`${area.dataset.mentions}?q=${encodeURIComponent(letters)}`, { headers: { "HX-Request": "true" } });
    if (mine === asked && answer.ok && document.activeElement === area) show(area, await answer.text());
  });
  document.addEventListener("keydown", (event) => {
    if (!list || event.target !== field) return;
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(all[(all.indexOf(current()) + step + all.length) % all.length]);
    else if (event.key === "Enter" || event.key === "Tab") take(current());
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
})();
