// The scorecard's form: curves dragged with pointer or keys, in step with their number fields; sums of weights; panels anew.
// Without it the fields are the form. The frame of the canvas is the one of curves.py.
(() => {
  const LEFT = 30, RIGHT = 352, TOP = 10, BOTTOM = 138, MOST = 12;
  const NS = "http://www.w3.org/2000/svg";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = () => $("#lab-form");
  const say = (text) => { const live = $("#live"); if (live) live.textContent = text; };
  const number = (text) => (text.trim() === "" ? NaN : Number(text.replace("−", "-").replace(",", ".").replace(/\s/g, "")));
  const written = (value) => String(Number(value.toPrecision(10)));

  // 1, 2 or 5 times a power of ten, about a fiftieth of the canvas; what comes in whole numbers moves by whole numbers.
  const stepOf = (editor) => {
    const wide = (editor.high - editor.low) / 50;
    const power = 10 ** Math.floor(Math.log10(wide));
    const nice = [1, 2, 5, 10].find((factor) => factor * power >= wide * 0.999) * power;
    return editor.whole ? Math.max(1, Math.round(nice)) : nice;
  };
  const rowsOf = (root) => $$(".lab-points li", root);
  const read = (root) => rowsOf(root)
    .map((row) => { const [at, to] = $$("input", row); return { at, to, row, value: number(at.value), level: number(to.value) }; })
    .filter((point) => Number.isFinite(point.value) && Number.isFinite(point.level))
    .sort((a, b) => a.value - b.value);

  const editors = new Map();
  const editorOf = (root) => {
    if (!editors.has(root)) {
      const { low, high, name, measure } = root.dataset;
      editors.set(root, { root, name, measure, low: Number(low), high: Number(high), whole: "whole" in root.dataset, fixed: "fixed" in root.dataset });
    }
    return editors.get(root);
  };
  const x = (editor, value) => LEFT + (RIGHT - LEFT) * Math.min(1, Math.max(0, (value - editor.low) / (editor.high - editor.low)));
  const y = (level) => BOTTOM - (BOTTOM - TOP) * Math.min(100, Math.max(0, level)) / 100;

  const draw = (root) => {
    const editor = editorOf(root), points = read(root);
    if (!points.length) return;
    if (points[0].value < editor.low || points.at(-1).value > editor.high) {
      editor.low = Math.min(editor.low, points[0].value);
      editor.high = Math.max(editor.high, points.at(-1).value);
    }
    const spots = points.map((point) => [x(editor, point.value), y(point.level)]);
    const line = [[LEFT, spots[0][1]], ...spots, [RIGHT, spots.at(-1)[1]]].map((spot) => spot.map((n) => n.toFixed(1)).join(" ")).join("L");
    $(".lab-line", root).setAttribute("d", `M${line}`);
    $(".lab-area", root).setAttribute("d", `M${line}V${BOTTOM}H${LEFT}Z`);
    $(".lab-low", root).textContent = written(Number(editor.low.toPrecision(4)));
    $(".lab-high", root).textContent = written(Number(editor.high.toPrecision(4)));
    handles(editor, points, spots);
    thumbnail(editor, points);
  };

  const thumbnail = (editor, points) => {
    const low = points[0].value, high = points.at(-1).value, wide = high - low || 1;
    const line = points.map((p) => `${(2 + 44 * (p.value - low) / wide).toFixed(1)} ${(26 - 22 * p.level / 100).toFixed(1)}`).join("L");
    const [area, stroke] = $$(`[data-edit="${editor.measure}"] path`);
    area?.setAttribute("d", `M${line}V29H2Z`);
    stroke?.setAttribute("d", `M${line}`);
  };

  const handles = (editor, points, spots) => {
    const group = $(".lab-handles", editor.root);
    while (group.children.length > points.length) group.lastChild.remove();
    while (group.children.length < points.length) group.append(document.createElementNS(NS, "circle"));
    points.forEach((point, n) => {
      const dot = group.children[n];
      dot.setAttribute("cx", spots[n][0]);
      dot.setAttribute("cy", spots[n][1]);
      dot.setAttribute("r", 6);
      if (editor.fixed) return;
      const label = `Point ${n + 1} of ${points.length} of ${editor.name}`;
      const attributes = {
        role: "slider", tabindex: "0", "aria-label": label, "aria-orientation": "vertical", "aria-valuemin": "0",
        "aria-valuemax": "100", "aria-valuenow": written(point.level), "aria-valuetext": `level ${written(point.level)} at ${written(point.value)}`,
      };
      for (const [name, value] of Object.entries(attributes)) dot.setAttribute(name, value);
    });
  };

  // A point may not pass its neighbours: each value has one level.
  const place = (root, n, value, level) => {
    const editor = editorOf(root), points = read(root), step = stepOf(editor), point = points[n];
    const least = n ? points[n - 1].value + step : -Infinity, most = n < points.length - 1 ? points[n + 1].value - step : Infinity;
    // Where neighbours are closer than a step, the value stays.
    if (least <= most) point.at.value = written(Math.min(most, Math.max(least, value)));
    point.to.value = written(Math.min(100, Math.max(0, Math.round(level * 10) / 10)));
    draw(root);
  };

  let timer = 0;
  const changed = () => {
    const dirty = $("#lab-dirty");
    if (dirty) dirty.textContent = "Not saved yet";
    clearTimeout(timer);
    timer = setTimeout(() => document.body.dispatchEvent(new Event("labchange")), 300);
  };
  const focusDot = (root, n) => $$(".lab-handles circle", root)[n]?.focus();

  const add = (root, after) => {
    const editor = editorOf(root), points = read(root), step = stepOf(editor);
    if (points.length >= MOST) return say(`A curve has at most ${MOST} points.`);
    const here = points[after], next = points[after + 1];
    const value = next ? (here.value + next.value) / 2 : here.value + 5 * step;
    const level = next ? (here.level + next.level) / 2 : here.level;
    insert(root, value, level);
  };
  const insert = (root, value, level) => {
    const spare = $(".lab-spare", root), row = spare.cloneNode(true);
    row.classList.remove("lab-spare");
    const [at, to] = $$("input", row);
    [at.value, to.value] = [written(Number(value.toPrecision(4))), written(Math.round(level * 10) / 10)];
    const drop = $(".lab-points [data-drop-point]", root)?.cloneNode(true);
    if (drop) row.append(drop);
    const before = read(root).find((point) => point.value > value)?.row ?? spare;
    before.before(row);
    draw(root);
    changed();
    focusDot(root, read(root).findIndex((point) => point.row === row));
    say("A point was added.");
  };
  const drop = (root, n) => {
    const points = read(root);
    if (points.length <= 2) return say("A curve needs at least two points.");
    points[n].row.remove();
    draw(root);
    changed();
    focusDot(root, Math.max(0, n - 1));
    say("The point was removed.");
  };

  // Keys on a point.
  document.addEventListener("keydown", (event) => {
    const dot = event.target.closest?.(".lab-handles circle");
    if (!dot || event.ctrlKey || event.metaKey || event.altKey) return;
    const root = dot.closest(".lab-editor"), n = [...dot.parentNode.children].indexOf(dot);
    const point = read(root)[n], far = event.shiftKey ? 10 : 1, step = stepOf(editorOf(root)) * far;
    const moves = { ArrowUp: [0, far], ArrowDown: [0, -far], ArrowLeft: [-step, 0], ArrowRight: [step, 0], PageUp: [0, 10], PageDown: [0, -10] };
    const ends = { Home: 0, End: 100 };
    if (moves[event.key]) {
      place(root, n, point.value + moves[event.key][0], point.level + moves[event.key][1]);
      changed();
    } else if (event.key in ends) {
      place(root, n, point.value, ends[event.key]);
      changed();
    } else if (event.key === "Delete" || event.key === "Backspace") drop(root, n);
    else if (event.key === "Enter" || event.key === "+") add(root, n);
    else return;
    event.preventDefault();
  });

  // Pointer: a point is dragged; a double click on the canvas puts one there.
  const spot = (root, event) => {
    const canvas = $(".lab-canvas", root), at = new DOMPoint(event.clientX, event.clientY).matrixTransform(canvas.getScreenCTM().inverse());
    const editor = editorOf(root), step = stepOf(editor);
    const value = editor.low + (editor.high - editor.low) * (at.x - LEFT) / (RIGHT - LEFT);
    return [Math.round(value / step) * step, Math.round(100 * (BOTTOM - at.y) / (BOTTOM - TOP))];
  };
  let dragged = null;
  document.addEventListener("pointerdown", (event) => {
    const dot = event.target.closest?.(".lab-handles circle"), root = dot?.closest(".lab-editor");
    if (!dot || editorOf(root).fixed) return;
    dragged = { root, n: [...dot.parentNode.children].indexOf(dot), moved: false };
    dot.setPointerCapture(event.pointerId);
    dot.focus();
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    dragged.moved = true;
    place(dragged.root, dragged.n, ...spot(dragged.root, event));
  });
  const dropped = () => {
    if (dragged?.moved) changed();
    dragged = null;
  };
  document.addEventListener("pointerup", dropped);
  document.addEventListener("pointercancel", dropped);
  document.addEventListener("dblclick", (event) => {
    const root = event.target.closest?.(".lab-canvas")?.closest(".lab-editor");
    if (!root || editorOf(root).fixed || event.target.closest("circle")) return;
    if (read(root).length < MOST) insert(root, ...spot(root, event));
  });

  // An editor opens below its measure.
  const open = (measure, on) => {
    const row = document.getElementById(`edit-${measure}`), link = $(`[data-edit="${measure}"]`);
    if (!row || !link) return;
    row.classList.toggle("lab-on", on);
    link.setAttribute("aria-expanded", String(on));
    if (on) {
      draw($(".lab-editor", row));
      htmx.trigger($(".lab-behind", row), "labopen");
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-edit]"), shut = event.target.closest("[data-shut]");
    const addPoint = event.target.closest("[data-add-point]"), dropPoint = event.target.closest("[data-drop-point]");
    if (link) {
      event.preventDefault();
      open(link.dataset.edit, link.getAttribute("aria-expanded") !== "true");
    } else if (shut) {
      event.preventDefault();
      const { measure } = shut.closest(".lab-editor").dataset;
      open(measure, false);
      $(`[data-edit="${measure}"]`).focus();
      if (location.hash === `#edit-${measure}`) history.replaceState(null, "", location.pathname + location.search);
    } else if (addPoint) {
      const root = addPoint.closest(".lab-editor"), points = read(root);
      const gaps = points.slice(1).map((point, n) => point.value - points[n].value);
      add(root, gaps.indexOf(Math.max(...gaps)));
    } else if (dropPoint) {
      const root = dropPoint.closest(".lab-editor"), row = dropPoint.closest("li");
      drop(root, read(root).findIndex((point) => point.row === row));
    }
  });
  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("[data-edit]");
    if (link && event.key === " ") { event.preventDefault(); link.click(); }
  });

  // The histogram behind the curve may reach further than the curve.
  document.addEventListener("htmx:afterSwap", (event) => {
    const behind = event.target.closest?.(".lab-behind"), ends = behind && $("[data-low]", behind);
    if (!ends) return;
    const root = behind.closest(".lab-editor"), editor = editorOf(root);
    [editor.low, editor.high] = [Number(ends.dataset.low), Number(ends.dataset.high)];
    draw(root);
  });

  // Weights: the sum of each group and of all.
  const sum = () => {
    let total = 0;
    for (const group of $$("[data-group]")) {
      const weights = $$('input[name^="weight-"]', group).map((field) => number(field.value));
      const here = weights.reduce((all, weight) => all + weight, 0);
      $("[data-sum]", group).textContent = Number.isFinite(here) ? written(Number(here.toPrecision(4))) : "–";
      total += here;
    }
    const shown = Number(total.toPrecision(4)), told = $("#lab-total");
    told.textContent = Number.isFinite(shown) ? `weights add up to ${shown}${shown === 100 ? "" : "; saving scales them to 100"}` : "a weight cannot be read";
    told.classList.toggle("tn-warn", shown !== 100);
  };

  document.addEventListener("input", (event) => {
    if (event.target.form !== form()) return;
    if (event.target.name.startsWith("weight-")) sum();
    const root = event.target.closest(".lab-editor");
    if (root && /^(at|to)-/.test(event.target.name)) draw(root);
  });
  document.addEventListener("change", (event) => {
    const asked = event.target.closest("#lab-asked");
    if (asked) document.body.dispatchEvent(new Event("labchange"));
    else if (event.target.form === form() && !["note", "add-choice", "add-to"].includes(event.target.name)) changed();
  });
  $("#lab-asked")?.addEventListener("submit", (event) => { event.preventDefault(); document.body.dispatchEvent(new Event("labchange")); });
  let leaving = false;
  document.addEventListener("submit", (event) => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && $("#lab-dirty")?.textContent) event.preventDefault(); });

  document.addEventListener("DOMContentLoaded", () => {
    for (const link of $$("[data-edit]")) open(link.dataset.edit, location.hash === `#edit-${link.dataset.edit}`);
  });
})();
