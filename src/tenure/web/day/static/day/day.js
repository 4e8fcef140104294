// My day: the cursor, what follows it, forms that ask for more, the line that takes an action back.
(() => {
  const STAYS = 8000; // milliseconds in which a line can be taken back where it stands
  const $ = (selector, root = document) => root.querySelector(selector);
  const rows = () => [...document.querySelectorAll("#day-lists [data-row]")];
  const go = (row) => row?.dispatchEvent(new CustomEvent("tn:go", { bubbles: true }));

  // The first row is under the cursor from the start, without taking the focus.
  const begin = () => {
    const first = rows()[0];
    if (!first || $("[data-row].tn-cur")) return;
    first.classList.add("tn-cur");
    first.dispatchEvent(new CustomEvent("cursor", { bubbles: true }));
  };
  document.addEventListener("DOMContentLoaded", begin);

  document.addEventListener("click", (event) => {
    const row = event.target.closest("#day-lists [data-row]");
    if (row && !event.target.closest("a, button, form")) go(row);
  });

  // C on a row adds a task for its account.
  document.addEventListener("htmx:configRequest", (event) => {
    const account = $("[data-row].tn-cur")?.dataset.account;
    if (event.target.id === "add-task" && account) event.detail.parameters.account = account;
  });

  // What leaves: the cursor goes on to the next row, the line stays for a while, an emptied list is filled again.
  const after = (gone) => {
    const all = rows();
    return all.find((row) => gone.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) ?? all.at(-1);
  };
  const refill = (section) => {
    if (section && !$("[data-row], [data-gone]", section)) htmx.trigger(section, "refill");
  };
  const fade = (gone) => {
    if (!gone.isConnected) return;
    if (gone.contains(document.activeElement) || gone.matches(":hover")) { setTimeout(() => fade(gone), 1000); return; }
    const section = gone.closest("section");
    gone.remove();
    refill(section);
  };
  const left = (gone) => {
    const next = after(gone);
    if (next) go(next);
    else {
      $("#peek")?.setAttribute("hidden", "");
      ($("[data-key-undo]", gone) ?? gone).focus();
    }
    setTimeout(() => fade(gone), STAYS);
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.matches?.("[data-gone]")) { shut(); left(event.target); }
    if (event.target.matches?.("[data-fresh]")) { $("#peek")?.removeAttribute("hidden"); go(event.target); }
    if (event.target.id === "day-lists" || event.target.matches?.("section[data-kind]")) begin();
  });

  // Forms that ask for more stand beside their row.
  let asked = null;
  const shut = (back = false) => {
    if (!asked) return;
    const { form, row } = asked;
    asked = null;
    form.hidden = true;
    form.reset();
    $("[data-problem]", form).replaceChildren();
    if (back && row?.isConnected) go(row);
  };
  const inDays = (form, days) => {
    const field = $("#ask-until", form);
    const day = new Date(`${field.dataset.today}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + days);
    field.value = day.toISOString().slice(0, 10);
  };
  const place = (form, button) => {
    const box = button.getBoundingClientRect();
    const frame = form.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const below = box.bottom + form.offsetHeight + 12 < window.innerHeight;
    form.style.left = `${Math.max(8, box.right - form.offsetWidth - frame.left)}px`;
    form.style.top = `${(below ? box.bottom + 6 : Math.max(70, box.top - form.offsetHeight - 6)) - frame.top}px`;
  };
  const ask = (button) => {
    const form = document.getElementById(`ask-${button.dataset.ask}`);
    const row = document.getElementById(button.dataset.rowId);
    shut();
    asked = { form, row, send: button.dataset.send };
    document.getElementById("ask-problem")?.removeAttribute("id");
    $("[data-problem]", form).id = "ask-problem";
    form.hidden = false;
    if ($("#ask-until", form)) inDays(form, 1);
    place(form, button.offsetParent ? button : row);
    $("select, input:not([type=hidden])", form).focus();
  };
  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest(selector);
    if (hit("[data-ask]")) { ask(hit("[data-ask]")); return; }
    if (hit("[data-days]")) { inDays(hit("form"), Number(hit("[data-days]").dataset.days)); $("#ask-reason").focus(); }
    if (hit("[data-ask-close]")) shut(true);
    else if (asked && !hit("[data-ask-form]")) shut();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && asked) shut(true);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-ask-form]") || !asked) return;
    event.preventDefault();
    const { form, row, send } = asked;
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    const values = Object.fromEntries(new FormData(form));
    htmx.ajax("POST", send, { target: row, swap: "outerHTML", source: form, values })
      .finally(() => delete form.dataset.sending);
  });
})();
