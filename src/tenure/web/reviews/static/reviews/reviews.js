// A block that was moved on the server changes its place on the page, so that what is typed elsewhere stays.
(() => {
  const live = document.getElementById("live");
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-move]");
    if (!form || !event.detail.successful) return;
    const block = form.closest(".rv-block");
    const other = form.dataset.move === "-1" ? block.previousElementSibling : block.nextElementSibling;
    if (!other) return;
    if (form.dataset.move === "-1") other.before(block);
    else other.after(block);
    form.querySelector("button").focus();
    const place = [...block.parentElement.children].indexOf(block) + 1;
    if (live) live.textContent = `${block.querySelector("h2").textContent} is block ${place} now.`;
  });
})();
