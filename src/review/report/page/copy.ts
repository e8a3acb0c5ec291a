const SHOWN_MS = 2000;

/** Buttons that put a command line on the clipboard; where a page may not, the line is selected instead. */
export function enableCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.addEventListener("click", async () => {
      const done = await navigator.clipboard?.writeText(button.dataset.copy ?? "").then(
        () => true,
        () => false,
      );
      if (!done) select(button.previousElementSibling);
      button.textContent = done ? "Copied" : "Selected";
      setTimeout(() => {
        button.textContent = "Copy";
      }, SHOWN_MS);
    });
  }
}

function select(node: Element | null): void {
  if (node) getSelection()?.selectAllChildren(node);
}
