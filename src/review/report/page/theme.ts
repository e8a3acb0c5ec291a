import { element } from "./data.ts";

const KEY = "infra-report-theme";

/** The button between light and dark: at first as the reader's system has it, then as they chose last. */
export function enableTheme(): void {
  const button = element("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = remembered();
  const show = () => {
    const dark = chosen ? chosen === "dark" : system.matches;
    if (chosen) document.documentElement.dataset.theme = chosen;
    button.setAttribute("aria-pressed", String(dark));
  };
  button.addEventListener("click", () => {
    chosen = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    remember(chosen);
    show();
  });
  system.addEventListener("change", show);
  show();
}

// Some browsers keep nothing for a page that is a file, and say so by an exception: then the choice holds until the page is closed.
function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}
