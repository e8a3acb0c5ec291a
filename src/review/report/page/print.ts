import type { ChangeList } from "./change-list.ts";

/** Paper has no folds and is white: what is folded opens for the printer, and closes again. */
export function preparePrinting(changes: ChangeList): void {
  let opened: HTMLDetailsElement[] = [];
  let theme: string | undefined;
  addEventListener("beforeprint", () => {
    theme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    const folded = [...document.querySelectorAll<HTMLDetailsElement>("details.fold:not([open])")];
    for (const details of folded) details.open = true;
    opened = [...folded, ...changes.openForPrint()];
  });
  addEventListener("afterprint", () => {
    if (theme === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const details of opened) details.open = false;
    opened = [];
  });
}
