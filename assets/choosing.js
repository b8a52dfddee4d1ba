// A control for a file says in our words that nothing was chosen yet.
const FILES = ".file-pick input[type=file]";

export function choose() {
  for (const input of document.querySelectorAll(FILES)) {
    input.classList.toggle("is-empty", input.files.length === 0);
  }
}
