import type { Picture } from "./picture.ts";
export function mermaidOf(_picture: Picture): string {
  return "flowchart LR\n";
}
