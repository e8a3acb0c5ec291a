import type { ExpectedDuration, Task } from "../../review/duration.ts";
import type { Look } from "../paint.ts";
import { about } from "./text.ts";

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
  const width = Math.max(...shown.map((link) => nameOf(link).length));
  return [
    "",
    `  On AWS this takes about ${look.paint("bold", about(seconds))} (${about(low)} to ${about(high)}), because of:`,
    ...links
      .filter((link) => shown.includes(link))
      .map((link) => `    ${nameOf(link).padEnd(width)}  ${look.paint("dim", about(link.end - link.start))}`),
    ...(here ? [`  Here, on the embedded AWS, about ${look.paint("bold", about(here.seconds))}.`] : []),
  ];
}

const nameOf = ({ action, address }: Task): string => `${VERBS[action]} ${address}`;

const byLength = (a: Task, b: Task): number => b.end - b.start - (a.end - a.start);
