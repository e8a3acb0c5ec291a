import { setTimeout as delay } from "node:timers/promises";
import type { Invocation } from "../../command.ts";
import { Declined, UserError } from "../../errors.ts";
import { waitingLine } from "../../views/lock.ts";
import type { Holder } from "./life.ts";

/** A pause between two looks, in milliseconds; a little chance keeps several who wait from asking in step. */
const LOOK_MS = 1_000;
/** Where the screen cannot be redrawn, who is waited for is said this often, in milliseconds. */
const SAID_EVERY_MS = 30_000;
/** What a killed command's Terraform still has to do is waited for without being asked, in milliseconds. */
const ORPHAN_MS = 30 * 60_000;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a time as Terraform and Go write it: `30s`, `10m`, `1h30m`. @throws UserError when it is none */
export function lockTimeout(text: string | undefined): number {
  if (text === undefined || text === "0") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join("") === text)
    return parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
  throw new UserError("--lock-timeout is not a time.", {
    problems: [
      {
        subject: "--lock-timeout",
        received: text,
        expected: "a number and its unit: s, m or h, e.g. 30s, 10m, 1h30m",
        fix: /^\d+$/.test(text) ? `--lock-timeout ${text}s` : "--lock-timeout 10m",
      },
    ],
  });
}

export interface Patience {
  /** When waiting ends, in milliseconds since 1970. */
  readonly until: number;
  readonly invocation: Invocation;
  readonly environment: string;
}

/** Tries until nobody stands in the way, and shows who does; returns who still holds it when the time is over. @throws Declined at Ctrl-C */
export async function patiently<T>(
  attempt: () => Promise<T | Holder>,
  isHeld: (outcome: T | Holder) => outcome is Holder,
  patience: Patience,
): Promise<T | Holder> {
  const began = Date.now();
  let outcome = await attempt();
  if (!isHeld(outcome) || !waitsFor(outcome, patience, began)) return outcome;
  const { screen, io } = patience.invocation;
  const region = screen.canRedraw ? await screen.liveRegion() : undefined;
  const stop = new AbortController();
  const stopListening = io.onInterrupt(() => stop.abort());
  let said = Number.NEGATIVE_INFINITY;
  try {
    while (isHeld(outcome) && waitsFor(outcome, patience, began)) {
      const now = Date.now();
      const line = waitingLine(outcome, endOf(outcome, patience, began) - now, now, screen.look);
      if (region) region.draw([line]);
      else if (now - said >= SAID_EVERY_MS) {
        screen.say(line);
        said = now;
      }
      await delay(LOOK_MS * (0.75 + Math.random() / 2), undefined, { signal: stop.signal });
      outcome = await attempt();
    }
    return outcome;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    throw new Declined(`Stopped waiting for ${patience.environment}: nothing was changed.`);
  } finally {
    region?.close();
    stopListening();
  }
}

/** A dead holder never lets go by itself. */
function waitsFor(holder: Holder, patience: Patience, began: number): boolean {
  return holder.life !== "dead" && Date.now() < endOf(holder, patience, began);
}

const endOf = ({ orphan }: Holder, { until }: Patience, began: number): number =>
  orphan ? Math.max(until, began + ORPHAN_MS) : until;
