import { printable } from "../../terraform/printable.ts";
import { UserError } from "../errors.ts";
import { ago, type Holder } from "../guards/alone/life.ts";
import type { Look } from "../paint.ts";
import { beside, cut, duration } from "./text.ts";

/** Whom and what it is about, for commands that are to be typed. */
export interface Place {
  readonly environment: string;
  readonly local?: unknown;
  /** The command that was refused. */
  readonly again: string;
}

/** All that is known of who holds an environment, with a label each. */
function factsOf(holder: Holder, now: number): (readonly [label: string, text: string])[] {
  const { lock, note, life, why } = holder;
  const since = lock?.Created ?? note?.since ?? "";
  const time = since.replace(/\.\d+/, "").replace("T", " ").replace("Z", " UTC");
  const facts: (readonly [string, string])[] = [
    ["held by", whoOf(holder)],
    ["for", doing(holder)],
    ["since", `${ago(now - Date.parse(since))} (${time})`],
    ...(lock ? [["lock", lock.ID] as const] : []),
    ...(lock?.Info ? [["says", lock.Info] as const] : []),
    ["holder", `${life}: ${why}`],
  ];
  return facts.map(([label, text]) => [label, printable(text)]);
}

/** The same, for a screen. */
export function renderHolder(holder: Holder, now: number, { paint, columns }: Look): string[] {
  const { life } = holder;
  const colour = life === "alive" ? "green" : life === "dead" ? "red" : "yellow";
  return factsOf(holder, now).flatMap(([label, text]) =>
    beside(label, text, { width: 8, columns, indent: 2 }).map((line) =>
      label === "holder" ? line.replace(life, paint(colour, life)) : line,
    ),
  );
}

/** Who it is, and what they do, in the words of one line. */
export const holderInWords = (holder: Holder): string => printable(`${whoOf(holder)}, ${doing(holder)}`);

const whoOf = ({ lock, note }: Holder): string => lock?.Who ?? note?.who ?? "somebody";

/** The command as it was typed where we know it, else Terraform's word for what it does. */
function doing({ lock, note }: Holder): string {
  const operation = lock?.Operation.replace(/^OperationType/, "").toLowerCase();
  if (!note) return `terraform ${operation ?? ""}`.trim();
  return lock ? `${note.command} (${operation})` : `${note.command} (no lock taken yet)`;
}

/** A line while one waits: who holds it, for how long, what is left of the time. */
export function waitingLine(holder: Holder, left: number, now: number, { columns, paint }: Look): string {
  const since = holder.lock?.Created ?? holder.note?.since ?? "";
  const tail = `${ago(now - Date.parse(since))}; ${duration(left / 1000)} left`;
  const text = `Waiting for ${holderInWords(holder)}`;
  return `  ${paint("yellow", "·")} ${cut(text, columns - tail.length - 8)}  ${paint("dim", tail)}`;
}

/** @returns the refusal of a command while somebody else holds the environment, with what may be typed instead */
export function heldBy(holder: Holder, place: Place, waited: number, now: number): UserError {
  const { environment, local, again } = place;
  const on = local ? " --local" : "";
  const facts = factsOf(holder, now).map(([label, text]) => `${label}: ${text}`);
  const still = waited > 0 ? ` after waiting for ${duration(waited / 1000)}` : "";
  const message =
    holder.life === "dead"
      ? `A run that has ended holds ${environment}${still}: nothing was started.`
      : `Somebody else works on ${environment}${still}: nothing was started.`;
  return new UserError([message, ...facts].join("\n"), { next: steps(holder, environment, on, again) });
}

function steps({ life, lock }: Holder, environment: string, on: string, again: string): string[] {
  const unlock = `  infra unlock ${environment}${lock ? ` --id ${printable(lock.ID)}` : ""}${on}`;
  const wait = ["To wait for it:", `  ${again} --lock-timeout 10m`];
  if (life === "alive") return wait;
  if (life === "dead")
    return [
      "To release its lock and go on:",
      `  infra apply ${environment}${on}`,
      "Or only to release it:",
      unlock,
    ];
  return [...wait, "If nobody works there any more, look at the lock and release it:", unlock];
}

/** @returns the refusal to release the lock of a run that goes on */
export function aliveRefusal(holder: Holder, { environment, local }: Omit<Place, "again">): UserError {
  const on = local ? " --local" : "";
  return new UserError(`Its holder is alive (${holder.why}): the lock stays.`, {
    next: [
      "Let it finish, or let its owner stop it (Ctrl-C once), or wait for it:",
      `  infra apply ${environment}${on} --lock-timeout 10m`,
      whatMayBeLost(holder),
      "If that is what you want:",
      `  infra unlock ${environment}${on}${holder.lock ? ` --id ${printable(holder.lock.ID)}` : ""} --force`,
    ],
  });
}

/** What a release may cost while its holder still works. */
export const whatMayBeLost = (holder: Holder): string =>
  `Released under a run that still works, two runs write the same state: what ${printable(whoOf(holder))} makes from now on may be missing from it.`;
