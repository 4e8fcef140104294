// The drawer of the KPI page: what opens in it has its own address, Back and Esc close it, focus goes back by itself.
(() => {
  const drawer = () => document.getElementById("drawer");
  const here = () => location.pathname + location.search;
  let beneath = null; // the address of the page under the open drawer
  let restoring = false; // going forward again: the address is already right

  const load = (href) => htmx.ajax("GET", href, { target: "#drawer", swap: "innerHTML" });

  const wait = () => {
    const skeleton = document.getElementById("drawer-wait").content.cloneNode(true);
    drawer().replaceChildren(skeleton);
    if (!drawer().open) drawer().showModal();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer]");
    const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
    if (!link || other || !drawer()) return;
    event.preventDefault();
    load(link.getAttribute("href"));
  });

  // Whatever is asked for the drawer, by a link or by a bar of a chart, opens it and gets its address.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id !== "drawer") return;
    const path = event.detail.pathInfo.finalRequestPath ?? event.detail.pathInfo.requestPath;
    if (beneath === null) beneath = restoring ? drawer().dataset.home : here();
    if (drawer().open) history.replaceState({ drawer: true }, "", path);
    else if (!restoring) history.pushState({ drawer: true }, "", path);
    restoring = false;
    wait();
  });

  // `close` does not bubble, so it is caught on the way down.
  document.addEventListener("close", (event) => {
    if (event.target !== drawer()) return;
    drawer().replaceChildren();
    if (beneath !== null && here() !== beneath) history.back();
    beneath = null;
  }, true);

  // Before htmx looks: the page beneath is still there, so nothing has to be fetched.
  window.addEventListener("popstate", (event) => {
    if (!drawer()) return;
    if (event.state?.drawer || (beneath !== null && here() !== beneath)) {
      event.stopImmediatePropagation();
      restoring = true;
      load(here());
    } else if (drawer().open) {
      event.stopImmediatePropagation();
      beneath = null;
      drawer().close();
    }
  });

  // A link to a place in the drawer must not change the address: going back would have one step too many.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-scroll-to]");
    if (!link) return;
    event.preventDefault();
    document.getElementById(link.dataset.scrollTo)?.scrollIntoView({ block: "start", behavior: "smooth" });
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-link]");
    if (!button) return;
    await navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href).href);
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = "Copied";
    setTimeout(() => { label.textContent = before; }, 1500);
  });
})();
