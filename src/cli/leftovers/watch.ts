import { holdersOf } from "../../operate/leftovers/holders.ts";
import { findLeftovers, inNetwork } from "../../operate/leftovers/leftovers.ts";
import { sweep } from "../../operate/leftovers/sweeping.ts";
import type { EngineEvent } from "../../terraform/events.ts";
import { printable } from "../../terraform/printable.ts";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { nameOf } from "../views/leftovers.ts";
import { noteLines } from "../views/text.ts";
import { patienceFor } from "./removal.ts";
import type { TheWay } from "./the-way.ts";

/** What others may hold: AWS refuses to delete these while something is in them, and the provider tries for twenty minutes. */
const HELD: ReadonlySet<string> = new Set([
  "aws_internet_gateway",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc",
]);
/** Longer than any of these takes when nothing holds it, in seconds. */
const USUAL_SECONDS = 25;
const BETWEEN_LOOKS_MS = 30_000;

/** Says something between the lines of a run. */
export type Tell = (lines: readonly string[]) => void;

/**
 * Watches a destroy: while the network does not go, looks who holds it, and says so; with a yes to it, sweeps what controllers made meanwhile. A controller
 * makes again what is deleted before its cluster is gone, so there is a look right after that, too.
 */
export class Watch {
  readonly swept: { id: string; kind: string }[] = [];
  readonly #deployment: Deployment;
  readonly #way: TheWay;
  readonly #look: Invocation["screen"]["look"];
  readonly #told = new Set<string>();
  #looking: Promise<void> = Promise.resolve();
  #last = 0;

  constructor(deployment: Deployment, way: TheWay, { screen }: Pick<Invocation, "screen">) {
    this.#deployment = deployment;
    this.#way = way;
    this.#look = screen.look;
  }

  event(event: EngineEvent, tell: Tell): void {
    const goes = event.type === "apply_complete" && event.hook.action === "delete";
    if (goes && event.hook.resource.resource_type === "aws_eks_cluster" && this.#way.may.sweep)
      this.#start(tell, false);
    if (event.type !== "apply_progress" || event.hook.action !== "delete") return;
    const { resource, elapsed_seconds } = event.hook;
    const due = Date.now() - this.#last > BETWEEN_LOOKS_MS;
    if (HELD.has(resource.resource_type) && elapsed_seconds >= USUAL_SECONDS && due) this.#start(tell, true);
  }

  /** Ends when the last look has. */
  async end(): Promise<void> {
    await this.#looking;
  }

  #start(tell: Tell, names: boolean): void {
    this.#last = Date.now();
    // One look after the other; a look that fails must not end the destroy, which says itself what AWS refuses.
    this.#looking = this.#looking.then(() => this.#once(tell, names)).catch(() => undefined);
  }

  async #once(tell: Tell, names: boolean): Promise<void> {
    const { aws, may } = this.#way;
    const estate = { ...this.#way.estate, livingClusters: [] };
    const say = (text: string) => tell(noteLines(printable(text), this.#look));
    if (may.sweep) {
      const { leftovers } = await findLeftovers(aws, estate, inNetwork);
      const { done } = await sweep(leftovers, { aws, estate, patience: patienceFor(this.#deployment) });
      for (const one of done) say(`swept ${nameOf(one)}, ${one.what}`);
      this.swept.push(...done.map(({ id, kind }) => ({ id, kind })));
    }
    if (!names) return;
    for (const holder of await holdersOf(aws, estate)) {
      if (this.#told.has(holder)) continue;
      this.#told.add(holder);
      say(`AWS keeps the network: ${holder}`);
    }
  }
}
