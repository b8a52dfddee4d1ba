// The keyboard: "/" to the search, j and k from row to row, x ticks the row; Enter opens the link
// that has the focus. Pages name keys of their own with data-key.
const WRITES = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const STEP = { j: 1, k: -1 };

export function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") return leave(event);
  if (event.target.closest(WRITES)) return;
  if (event.key === "/" && search(event)) return;
  if (event.key === "x") tick();
  if (event.key in STEP) walk(STEP[event.key]);
  else take(event.key.toLowerCase());
}

// A key that a link or a button names with data-key: a link is followed, a button only gets the
// focus, so that nothing is decided by one wrong key.
function take(key) {
  const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (named?.matches("a")) named.click();
  else named?.focus();
}

function leave(event) {
  const menu = event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

function search(event) {
  const field = [...document.querySelectorAll("[data-slash]")].find((each) => each.offsetParent);
  if (!field) return false;
  event.preventDefault();
  field.focus();
  field.select();
  return true;
}

function tick() {
  document.activeElement.closest(".table-rows tbody tr")?.querySelector(".row-pick input")?.click();
}

function walk(step) {
  const links = [...document.querySelectorAll(".table-rows tbody tr")]
    .map((row) => row.querySelector(".row-title a, a, button"))
    .filter(Boolean);
  const here = document.activeElement.closest(".table-rows tbody tr");
  const at = links.findIndex((link) => here?.contains(link));
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
}
