"use strict";
const told = JSON.parse(document.getElementById("briefing").textContent);
const sections = [...document.querySelectorAll(".scene")];
const list = document.getElementById("list"), keys = document.getElementById("keys");
const black = document.getElementById("black"), message = document.getElementById("message");
const dark = matchMedia("(prefers-color-scheme: dark)");
const MAP_WIDTH = 1100, PANEL = 430, BAR = 27, LARGEST = 3.2;
let now = 0, digits = "", waiting = 0, printing = false;

const revive = (value) => {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== "object") return value;
  if ("$" in value) return told.pool[value.$];
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revive(part)]));
};

const times = (value, by) => (Array.isArray(value) ? value.map((one) => one * by) : value === undefined ? value : value * by);

const ofMap = (figure, width, height) => {
  const by = Math.max(0.8, width / MAP_WIDTH), { data, layout } = figure;
  for (const trace of data) {
    if (trace.marker) {
      trace.marker.size = times(trace.marker.size, by);
      if (trace.marker.line) trace.marker.line.width = times(trace.marker.line.width, by);
    }
    if (trace.line) trace.line.width = times(trace.line.width, by);
  }
  const size = Math.max(11, Math.min(0.019 * innerHeight, 0.0115 * innerWidth));
  Object.assign(layout, { width, height, hoverlabel: { font: { size: size * 1.15 } } });
  layout.legend = { ...layout.legend, font: { ...(layout.legend || {}).font, size } };
  return 1;
};

const ofChart = (figure, width, height) => {
  const { data, layout } = figure, lying = data.every((trace) => trace.type === "bar" && trace.orientation === "h" && !trace.base && trace.y.every((name) => typeof name === "string"));
  let least = layout.height || 268;
  if (lying) {
    const many = new Set(data.flatMap((trace) => trace.y)).size;
    least = Math.max(4, many) * BAR + 8;
    layout.yaxis.range = [Math.max(4, many) - 0.5, -0.5];
  }
  for (const trace of data) if (trace.type === "heatmap") trace.textfont = { ...trace.textfont, size: 13 };
  for (const axis of ["xaxis", "yaxis"]) layout[axis] = { automargin: true, ...layout[axis] };
  const by = Math.min(width / (data.some((trace) => trace.base) ? 1.2 * PANEL : PANEL), height / least, LARGEST);
  layout.width = width / by;
  layout.height = lying ? Math.min(height / by, least * 1.5) : height / by;
  return by;
};

const draw = (section) => {
  const theme = dark.matches && !printing ? "dark" : "light";
  for (const box of section.querySelectorAll(".plot")) {
    const width = box.clientWidth, height = box.clientHeight, state = `${theme} ${width} ${height}`;
    if (!width || !height || box.dataset.state === state) continue;
    const place = box.firstElementChild, figure = revive(told.figures[box.dataset.figure][theme]);
    const map = figure.layout.meta === "map", kept = map && place._fullLayout && box.dataset.state && box.dataset.moved;
    const by = (map ? ofMap : ofChart)(figure, width, height);
    if (kept) for (const axis of ["xaxis", "yaxis"]) figure.layout[axis].range = [...place._fullLayout[axis].range];
    box.dataset.state = state;
    place.style.transform = by === 1 ? "" : `scale(${by})`;
    place.style.width = `${figure.layout.width}px`;
    Plotly.newPlot(place, figure.data, figure.layout, { displayModeBar: false, scrollZoom: map, doubleClick: map ? "reset" : false, responsive: false });
    if (map) place.on("plotly_relayout", () => (box.dataset.moved = "1"));
  }
};

const fit = (section) => {
  const note = section.querySelector(".note");
  if (!note) return;
  note.style.fontSize = "";
  const full = parseFloat(getComputedStyle(note).fontSize);
  for (let size = full; note.scrollHeight > note.clientHeight + 1 && size > full * 0.72; size -= full * 0.04) note.style.fontSize = `${size}px`;
  if (note.scrollHeight > note.clientHeight + 1) note.tabIndex = 0;
  else note.removeAttribute("tabindex");
};

const show = (number, keep = true) => {
  now = Math.max(0, Math.min(sections.length - 1, number));
  sections.forEach((section, at) => section.classList.toggle("now", at === now));
  black.hidden = true;
  say("");
  fit(sections[now]);
  draw(sections[now]);
  document.title = sections[now].getAttribute("aria-label");
  sections[now].focus({ preventScroll: true });
  if (keep && location.hash !== `#${now}`) history.replaceState(null, "", `#${now}`);
};

let silence = 0;
const say = (text) => {
  message.textContent = text;
  clearTimeout(silence);
  if (text) silence = setTimeout(() => (message.textContent = ""), 6000);
};

const open = (dialog) => {
  const was = dialog.open;
  for (const other of [list, keys]) if (other.open) other.close();
  if (was) return;
  dialog.showModal();
  if (dialog === list) list.querySelectorAll("button")[now].focus();
};

const move = (by) => {
  const buttons = [...list.querySelectorAll("button")], at = buttons.indexOf(document.activeElement);
  buttons[Math.max(0, Math.min(buttons.length - 1, by === Infinity ? buttons.length : at + by))].focus();
};

const jump = (digit) => {
  digits += digit;
  clearTimeout(waiting);
  const go = () => {
    const number = Number(digits);
    digits = "";
    if (number < sections.length) (list.close(), show(number));
  };
  if (Number(digits) * 10 >= sections.length) go();
  else waiting = setTimeout(go, 700);
};

const stepOff = () => {
  const address = sections[now].dataset.address || "/";
  if (!told.base) return say(told.words.nowhere);
  const more = now ? new URLSearchParams({ scene: now, ...(told.link.length < 6000 ? { briefing: told.link } : {}) }).toString() : "";
  location.assign(told.base.replace(/\/$/, "") + address + (more ? (address.includes("?") ? "&" : "?") + more : ""));
};

const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen().catch(() => say(told.words.small)));

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const listing = list.open, actions = {
    ArrowRight: () => show(now + 1), PageDown: () => show(now + 1), " ": () => show(now + (event.shiftKey ? -1 : 1)), n: () => show(now + 1),
    ArrowLeft: () => show(now - 1), PageUp: () => show(now - 1), p: () => show(now - 1), Home: () => show(0), End: () => show(sections.length - 1),
    b: () => (black.hidden = !black.hidden), ".": () => (black.hidden = !black.hidden), l: () => open(list), Escape: () => open(list),
    f: full, e: stepOff, "?": () => open(keys), h: () => open(keys),
  };
  if (listing || keys.open) {
    Object.assign(actions, { Escape: () => (list.close(), keys.close()) });
    for (const name of ["ArrowRight", "ArrowLeft", "PageDown", "PageUp", " ", "n", "p", "Home", "End", "b", ".", "e"]) delete actions[name];
    if (listing) Object.assign(actions, { ArrowDown: () => move(1), ArrowUp: () => move(-1), Home: () => move(-Infinity), End: () => move(Infinity) });
  } else if (!black.hidden && key === "Escape") actions.Escape = () => (black.hidden = true);
  if (/^[0-9]$/.test(key)) jump(key);
  else if (actions[key]) actions[key]();
  else return;
  event.preventDefault();
});

list.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) (list.close(), show(Number(button.dataset.scene)));
});
black.addEventListener("click", () => (black.hidden = true));

let start = null;
addEventListener("touchstart", (event) => {
  const touch = event.touches[0], map = event.target.closest(".map");
  start = event.touches.length === 1 && !map ? { x: touch.clientX, y: touch.clientY } : null;
}, { passive: true });
addEventListener("touchend", (event) => {
  if (!start || list.open || keys.open) return;
  const x = event.changedTouches[0].clientX - start.x, y = event.changedTouches[0].clientY - start.y;
  if (Math.abs(x) > 60 && Math.abs(x) > 1.5 * Math.abs(y)) show(now + (x < 0 ? 1 : -1));
  start = null;
}, { passive: true });

let settling = 0;
addEventListener("resize", () => {
  if (printing) return;
  clearTimeout(settling);
  settling = setTimeout(() => (fit(sections[now]), draw(sections[now])), 120);
});
dark.addEventListener("change", () => draw(sections[now]));
addEventListener("hashchange", () => show(Number(location.hash.slice(1)) || 0, false));
addEventListener("beforeprint", () => {
  printing = true;
  document.body.classList.add("printing");
  sections.forEach((section) => (fit(section), draw(section)));
});
addEventListener("afterprint", () => {
  printing = false;
  document.body.classList.remove("printing");
  show(now);
});

document.body.classList.add("live");
show(Number(location.hash.slice(1)) || 0);
