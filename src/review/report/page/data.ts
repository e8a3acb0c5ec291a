import type { PageData } from "../page-data.ts";

/** Unpacks what the page carries. Asks nobody: a `Response` reads the stream of the bytes that are here. */
export async function readData(): Promise<PageData> {
  const packed = element("data").textContent ?? "";
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).json();
}

/** An element that the page always has. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}
