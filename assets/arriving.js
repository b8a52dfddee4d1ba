// After a part of the page was exchanged: title, place and focus are where a visit would put them,
// or at what was asked for: the mistakes of a form, an answer marked with data-arrive.
export function arrive(event) {
  if (event.detail.target?.id !== "panel" && event.detail.elt?.id !== "panel") return;
  const panel = document.getElementById("panel");
  const head = panel?.querySelector("h1");
  if (head) document.title = `${head.textContent.trim()} · 轻社`;
  window.scrollTo(0, 0);
  const answer = panel?.querySelector(".mistakes, [data-arrive]");
  answer?.scrollIntoView({ block: "nearest" });
  (answer ?? head)?.focus({ preventScroll: true });
}
