// Refusals: above the form they are about, else in the corner; gone with the next answer.
const WRITTEN = "input:not([type=hidden]), textarea, select";

export function tell(event) {
  const target = event.detail.target.id;
  const isPost = event.detail.requestConfig.verb === "post";
  if (!isPost && target !== "panel" && target !== "toasts") return; // it came by the way
  clear();
  const form = event.detail.requestConfig.elt.closest("form");
  if (target !== "toasts" || !isPost || !form?.querySelector(WRITTEN)) return;
  event.detail.target = form;
  event.detail.swapOverride = "afterbegin show:none";
}

export function attend(event) {
  const told = event.detail.target?.querySelector?.(":scope > .toast-note");
  if (!told?.closest("form")) return;
  told.scrollIntoView({ block: "nearest" });
  told.focus({ preventScroll: true });
}

function clear() {
  for (const note of document.querySelectorAll(".toast-note")) note.remove();
}
