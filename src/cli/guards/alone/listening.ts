import { setTimeout as delay } from "node:timers/promises";
import { BEAT_MS, type RunNote } from "../../../operate/run-note.ts";
import type { StateStore } from "../../../operate/state-store.ts";
import { ago, type Holder } from "./life.ts";
import { lookAtHolder } from "./turn.ts";

const LOOK_MS = 1_000;

/**
 * Who holds the environment. Of a run of another machine that seems silent, a sign of life is waited for, a beat and a half long: clocks of two machines may differ
 * by more than that run's silence.
 */
export async function listened(
  store: StateStore,
  died: readonly RunNote[],
  { patient, beatMs = BEAT_MS }: { patient: boolean; beatMs?: number },
): Promise<Holder | undefined> {
  const first = (await lookAtHolder(store, died)).holder;
  if (!patient || first?.life !== "unknown" || !first.note) return first;
  const { run, at, host } = first.note;
  const began = performance.now();
  while (performance.now() - began < 1.5 * beatMs) {
    await delay(Math.min(LOOK_MS, beatMs / 4));
    const { holder } = await lookAtHolder(store, died);
    if (holder?.note?.run !== run) return holder;
    if (holder.note.at !== at)
      return { ...holder, life: "alive", why: `just gave a sign of life on ${host}` };
  }
  return { ...first, why: `${first.why}, nor in the last ${ago(1.5 * beatMs)}` };
}
