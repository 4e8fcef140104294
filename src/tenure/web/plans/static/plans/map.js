// Moves people on the stakeholder map: arrow keys, or dragging. The server keeps the place and draws the map anew.
(() => {
  const CELL = { width: 128, height: 76, left: 74, top: 10 };
  const STEPS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const within = (value, low, high) => Math.max(low, Math.min(high, value));

  const put = (dot, influence, stance) => {
    const to = [within(influence, 1, 5), within(stance, -2, 2)];
    if (to[0] === Number(dot.dataset.influence) && to[1] === Number(dot.dataset.stance)) return;
    htmx.ajax("POST", dot.dataset.url, {
      target: "#map", swap: "outerHTML", source: dot,
      values: { influence: to[0], stance: to[1], seen: dot.dataset.seen },
    });
  };

  document.addEventListener("keydown", (event) => {
    const dot = event.target.closest?.("[data-map] [data-person]");
    const step = dot && STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    put(dot, Number(dot.dataset.influence) + step[0], Number(dot.dataset.stance) + step[1]);
  });

  // Who was moved keeps the focus on the map that came back.
  document.addEventListener("htmx:afterSwap", (event) => {
    const map = document.getElementById("map");
    const moved = map?.dataset.moved;
    if (!moved) return;
    const dot = map.querySelector(`[data-person="${CSS.escape(moved)}"]`);
    dot?.focus();
    const live = document.getElementById("live");
    if (dot && live) live.textContent = dot.getAttribute("aria-label");
  });

  let held = null;
  document.addEventListener("pointerdown", (event) => {
    held = event.target.closest?.("[data-map] [data-person]") ?? null;
    held?.classList.add("pl-held");
    held?.ownerSVGElement.setPointerCapture?.(event.pointerId);
  });
  document.addEventListener("pointerup", (event) => {
    if (!held) return;
    const dot = held;
    held = null;
    dot.classList.remove("pl-held");
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(dot.ownerSVGElement.getScreenCTM().inverse());
    const column = Math.floor((point.x - CELL.left) / CELL.width);
    const row = Math.floor((point.y - CELL.top) / CELL.height);
    if (column < 0 || column > 4 || row < 0 || row > 4) return;
    put(dot, 5 - row, column - 2);
  });
  document.addEventListener("pointercancel", () => {
    held?.classList.remove("pl-held");
    held = null;
  });
})();
