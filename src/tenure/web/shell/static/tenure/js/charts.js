// Draws every [data-chart] element from the Vega-Lite JSON behind its address, or in the script it names by #id. `ast` keeps to the content policy.
(() => {
  const escape = (value) => String(value).replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark]);
  const options = {
    renderer: "svg", ast: true, actions: false, defaultStyle: false,
    tooltip: { id: "vg-tooltip-element", disableDefaultStyle: true, sanitize: escape },
  };
  const specOf = async (where) => {
    if (where.startsWith("#")) return JSON.parse(document.querySelector(where).textContent);
    const response = await fetch(where, { credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };
  const nothing = (element, finding) => {
    element.dataset.ready = "empty";
    element.removeAttribute("role");
    element.removeAttribute("aria-label");
    element.classList.add("tn-chart-none");
    element.textContent = finding;
  };
  const draw = async (element) => {
    element.dataset.ready = "loading";
    try {
      const spec = await specOf(element.dataset.chart);
      if (Object.values(spec.datasets ?? {}).every((rows) => !rows.length)) return nothing(element, spec.description);
      const { view } = await vegaEmbed(element, spec, options);
      // The finding, for those who cannot see the picture.
      element.setAttribute("aria-label", spec.description);
      // A mark that carries an address opens it: a bar of the bridge, a cell of the heat map.
      view.addEventListener("click", (_, item) => {
        const href = item?.datum?.href;
        if (!href) return;
        if (element.dataset.chartTarget) htmx.ajax("GET", href, { target: element.dataset.chartTarget, swap: "innerHTML" });
        else window.location = href;
      });
      element.dataset.ready = "yes";
    } catch (error) {
      element.dataset.ready = "error";
      element.textContent = "The chart could not be drawn. Load the page again; its table has the same numbers.";
    }
  };
  const drawAll = (root) => root.querySelectorAll("[data-chart]:not([data-ready])").forEach(draw);
  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:afterSettle", (event) => drawAll(event.target));
})();
