// Sending: once only, and whoever waits longer than half a second is told that it goes on.
const WAIT = 500; // milliseconds until it is said
const AGAIN = 10000; // milliseconds until the same form may be sent again, when no answer came
let timer = 0;

export function busy() {
  clearTimeout(timer);
  timer = setTimeout(() => show(true), WAIT);
}

export function idle() {
  clearTimeout(timer);
  show(false);
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}

// Listens before htmx does: what goes no further here is either a second press, or meant for the
// browser itself (data-plain: a page to print, a file).
export function send(event) {
  const form = event.target;
  const pressed = event.submitter ?? document.activeElement;
  if (pressed?.matches("[data-plain]")) event.stopPropagation();
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  form.dataset.sent = "yes";
  busy();
  setTimeout(idle, AGAIN);
}

function show(on) {
  document.getElementById("busy").hidden = !on;
}
