// The frame of every page: theme, side bar, dialogs, drawers, errors of htmx, the live region.
(() => {
  const root = document.documentElement;
  const live = document.getElementById("live");

  const setTheme = (name) => {
    root.dataset.theme = root.dataset.bsTheme = name;
    document.cookie = `theme=${name}; path=/; max-age=31536000; samesite=lax`;
  };

  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest(selector);
    if (hit("[data-theme-toggle]")) setTheme(root.dataset.bsTheme === "dark" ? "light" : "dark");
    if (hit("[data-nav-toggle]")) document.querySelector(".tn-side").classList.toggle("tn-show");
    else if (!hit(".tn-side")) document.querySelector(".tn-side")?.classList.remove("tn-show");
    if (hit("[data-close]")) hit("[data-close]").closest("dialog")?.close();
    const opener = hit("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
  });

  // A click on the backdrop of a dialog closes it.
  document.addEventListener("mousedown", (event) => {
    if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
  });

  // Forms that say so are sent as soon as a choice changes.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // A dialog whose content htmx brings opens when the content is there.
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.target.closest("dialog[data-show-on-load]");
    if (dialog?.querySelector("[data-added]")) dialog.close();
    else if (dialog && !dialog.open) dialog.showModal();
    const said = event.target.querySelector?.("[data-say]") ?? (event.target.matches?.("[data-say]") ? event.target : null);
    if (said && live) live.textContent = said.dataset.say;
  });

  // What was done is said for a while.
  let fading = 0;
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.target.id !== "toast") return;
    clearTimeout(fading);
    fading = setTimeout(() => event.target.replaceChildren(), 8000);
  });

  const failed = (event, sentence) => {
    const box = document.createElement("div");
    box.className = "tn-callout";
    box.dataset.tone = "bad";
    box.setAttribute("role", "alert");
    box.textContent = sentence;
    const target = event.detail.target ?? document.getElementById("main");
    target.querySelector(":scope > .tn-callout[role=alert]")?.remove();
    target.prepend(box);
  };
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    failed(event, status === 404 ? "This is not here any more. Load the page again."
      : status === 403 ? "The page is too old to send. Load it again, then retry."
      : `The server could not answer (${status}). What you see is unchanged; try again.`);
  });
  document.addEventListener("htmx:sendError", (event) => failed(event, "The server cannot be reached. What you see is unchanged; try again."));
})();
