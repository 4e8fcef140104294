// The board of tasks: a card is dragged into a column, or moved there with Alt and the arrows. The server says what is.
(() => {
  let dragged = null;
  const column = (card) => card.closest("[data-board] section");
  const send = (card, to) => {
    if (!to || !card.dataset.move) return;
    htmx.ajax("POST", card.dataset.move, { target: "#board", swap: "outerHTML", values: { to } });
  };
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-move]");
    if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.move);
  });
  document.addEventListener("dragend", () => { dragged = null; });
  document.addEventListener("dragover", (event) => {
    const over = event.target.closest?.("[data-to]");
    for (const one of document.querySelectorAll(".tn-board-over")) if (one !== over) one.classList.remove("tn-board-over");
    if (!dragged || !over || over === column(dragged)) return;
    over.classList.add("tn-board-over");
    event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const over = event.target.closest?.("[data-to]");
    if (!dragged || !over) return;
    event.preventDefault();
    send(dragged, over.dataset.to);
  });
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("[data-card]");
    if (!card) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && event.altKey) {
      event.preventDefault();
      const columns = [...document.querySelectorAll("[data-board] section")];
      let place = columns.indexOf(column(card)) + step;
      while (columns[place] && !columns[place].dataset.to) place += step;
      if (columns[place]) send(card, columns[place].dataset.to);
    } else if (event.key === "Enter" && event.target === card) card.querySelector("a").click();
    else if (["ArrowUp", "ArrowDown"].includes(event.key) && !event.altKey) {
      const next = event.key === "ArrowDown" ? card.nextElementSibling : card.previousElementSibling;
      if (next?.matches("[data-card]")) { event.preventDefault(); next.focus(); }
    }
  });
  // The card that was moved keeps the focus where it is now.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "board") return;
    const card = document.querySelector("[data-moved]");
    card?.focus();
    const live = document.getElementById("live");
    if (card && live) live.textContent = `${card.querySelector("a").textContent}: ${column(card).getAttribute("aria-label")}`;
  });
})();
