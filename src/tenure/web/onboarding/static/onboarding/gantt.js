// Moving steps of a plan, by pointer and by keyboard. What would move is asked of the server and shown before it is saved.
(() => {
  const DAY = 86400000;
  const board = () => document.querySelector("[data-gantt]");
  const bar = (key) => board()?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const read = (text) => new Date(`${text}T00:00:00Z`);
  const write = (day) => day.toISOString().slice(0, 10);
  const works = (day) => day.getUTCDay() % 6 !== 0;

  const shifted = (text, days) => { // by working days
    const step = Math.sign(days);
    let day = read(text);
    for (let left = Math.abs(days); left > 0;) {
      day = new Date(day.getTime() + step * DAY);
      if (works(day)) left -= 1;
    }
    return write(day);
  };
  const nearest = (text, days) => { // by days, then to the next working day
    let day = new Date(read(text).getTime() + Math.round(days) * DAY);
    while (!works(day)) day = new Date(day.getTime() + (days < 0 ? -DAY : DAY));
    return write(day);
  };

  let wanted = null; // { key, start, days }
  let waiting = 0;
  let asked = 0;

  const show = async (query, key) => {
    const here = board();
    asked += 1;
    const mine = asked;
    const address = new URL(here.dataset.preview, location.href);
    Object.entries(query).forEach(([name, value]) => address.searchParams.set(name, value));
    const reply = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (mine !== asked) return;
    if (!reply?.ok) return complain();
    const box = document.createElement("template");
    box.innerHTML = await reply.text();
    const scroll = here.querySelector(".ob-scroll")?.scrollLeft ?? 0;
    here.replaceWith(box.content);
    const now = board();
    now.querySelector(".ob-scroll").scrollLeft = scroll;
    if (now.querySelector("[role=alert]")) wanted = null;
    if (key) bar(key)?.focus({ preventScroll: true });
  };
  const complain = () => {
    const box = document.createElement("div");
    box.className = "tn-callout ob-said";
    box.dataset.tone = "bad";
    box.setAttribute("role", "alert");
    box.textContent = "The server could not say what would move. Nothing was changed; try again.";
    board().querySelector(":scope > .tn-callout")?.remove();
    board().append(box);
  };
  const ask = (key, start, days) => {
    wanted = { key, start, days: Math.min(Math.max(days, 1), 250) };
    clearTimeout(waiting);
    waiting = setTimeout(() => show(wanted, key), 150);
  };
  const back = (key) => {
    wanted = null;
    clearTimeout(waiting);
    show({}, key);
  };

  document.addEventListener("keydown", (event) => {
    const at = event.target.closest?.("[data-gantt] [data-move]");
    const pending = board()?.dataset.pending;
    if (event.key === "Escape" && pending) {
      event.preventDefault();
      back(pending);
      return;
    }
    if (!at) return;
    if (event.key === "Enter" && pending === at.dataset.key) {
      event.preventDefault();
      board().querySelector("[data-gantt-save]").requestSubmit();
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const now = wanted?.key === at.dataset.key ? wanted : { start: at.dataset.start, days: Number(at.dataset.days) };
    if (event.shiftKey) ask(at.dataset.key, now.start, now.days + step);
    else ask(at.dataset.key, shifted(now.start, step), now.days);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-gantt-back]")) back(board().dataset.pending);
    const at = event.target.closest("[data-gantt] .ob-bar");
    if (!at) return;
    event.preventDefault(); // the list below may be hidden; the bar has the focus instead
    at.focus({ preventScroll: true });
  });

  document.addEventListener("pointerdown", (event) => {
    const at = event.target.closest("[data-gantt] [data-move]");
    if (!at || event.button !== 0) return;
    const picture = at.ownerSVGElement;
    const unit = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
    const dayWidth = Number(board().dataset.dayWidth) * unit;
    const stretching = event.target.hasAttribute("data-grip");
    const whole = at.querySelector(".ob-whole");
    const width = Number(whole.getAttribute("width"));
    let moved = 0;
    event.preventDefault();
    at.setPointerCapture(event.pointerId);
    const drag = (now) => {
      moved = now.clientX - event.clientX;
      at.toggleAttribute("data-dragged", Math.abs(moved) > 3);
      if (stretching) whole.setAttribute("width", Math.max(width + moved / unit, 3));
      else at.setAttribute("transform", `translate(${moved / unit} 0)`);
    };
    const drop = () => {
      at.removeEventListener("pointermove", drag);
      at.removeAttribute("data-dragged");
      const { key, start, days } = at.dataset;
      if (Math.abs(moved) <= 3) {
        at.removeAttribute("transform");
        whole.setAttribute("width", width);
        at.focus({ preventScroll: true });
      } else if (stretching) {
        ask(key, start, Number(days) + Math.round((moved / dayWidth) * (5 / 7)));
      } else {
        ask(key, nearest(start, moved / dayWidth), Number(days));
      }
    };
    at.addEventListener("pointermove", drag);
    at.addEventListener("pointerup", drop, { once: true });
    at.addEventListener("pointercancel", () => { moved = 0; drop(); }, { once: true });
  });
})();
