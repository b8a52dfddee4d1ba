// Small things to press: menus that close when somebody presses elsewhere, toasts, the printer.
export function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

export function closeToast(event) {
  event.target.closest("[data-close]")?.closest(".toast-note")?.remove();
}

export function print(event) {
  if (event.target.closest("[data-print]")) window.print();
}
