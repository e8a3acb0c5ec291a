import { about, between } from "../../review/approximate.ts";
import type { ExpectedDuration, Task } from "../../review/duration.ts";
import type { Look } from "../paint.ts";
import { cut, wrap } from "./text.ts";

/** Links of the chain that take less are not worth a line; seconds. */
const TELLING_SECONDS = 10;

/** Chains longer than this are cut in the middle. */
const MOST_LINKS = 7;

const VERBS: Readonly<Record<Task["action"], string>> = {
  create: "create",
  update: "update",
  retag: "tag",
  delete: "destroy",
  replace: "replace",
};

/** How long a plan will take on AWS, and the chain of resources that decides it; nothing where it takes no time to speak of. */
export function renderExpected({ seconds, low, high, chain, here }: ExpectedDuration, look: Look): string[] {
  if (seconds < 30) return [];
  const links = chain.filter(({ start, end }) => end - start >= TELLING_SECONDS);
  const shown = links.length > MOST_LINKS ? [...links].sort(byLength).slice(0, MOST_LINKS) : links;
  const width = Math.min(look.columns - 14, Math.max(...shown.map((link) => nameOf(link).length)));
  const spread = about(low) === about(high) ? "" : ` (${between(low, high)})`;
  const why = shown.length > 0 ? ", because of:" : ".";
  return [
    "",
    ...sentence(`On AWS this takes about ${about(seconds)}${spread}${why}`, about(seconds), look),
    ...links
      .filter((link) => shown.includes(link))
      .map((link) => {
        const name = cut(nameOf(link), width).padEnd(width);
        return `    ${name}  ${look.paint("dim", about(link.end - link.start))}`;
      }),
    ...(here
      ? sentence(`Here, on the embedded AWS, about ${about(here.seconds)}.`, about(here.seconds), look)
      : []),
  ];
}

const sentence = (text: string, bold: string, { columns, paint }: Look): string[] =>
  wrap(text, columns - 2).map((line) => `  ${line.replace(bold, paint("bold", bold))}`);

const nameOf = ({ action, address }: Task): string => `${VERBS[action]} ${address}`;

const byLength = (a: Task, b: Task): number => b.end - b.start - (a.end - a.start);
