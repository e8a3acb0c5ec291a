import type { Decision, PolicyType } from "./access.ts";

/** One request that IAM said no to. */
export interface Denial {
  readonly time: Date;
  /** ARN, a service's name, or `anonymous`. */
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: Exclude<Decision["decision"], "allowed">;
  /** Kind of the policy that denied or did not allow; undefined when nothing was there that could allow. */
  readonly by?: PolicyType;
  /** The denying policy and statement; undefined when it is for want of an allowing one. */
  readonly policy?: string;
  readonly statement?: string;
  readonly operation?: string;
  /** Condition keys that policies asked for and the request did not have. */
  readonly missingKeys: readonly string[];
}

const denialsKept = 1000;
const callersKept = 1000;

/** What IAM was asked: the last denials, and how often each caller was allowed each action. */
export class AccessLog {
  /** Told of every denial at once. */
  onDenied: (denial: Denial) => void = () => {};
  readonly #denials: Denial[] = [];
  readonly #allowed = new Map<string, Map<string, number>>();

  allowed(caller: string, action: string): void {
    let actions = this.#allowed.get(caller);
    if (!actions) {
      if (this.#allowed.size >= callersKept) return;
      actions = new Map();
      this.#allowed.set(caller, actions);
    }
    actions.set(action, (actions.get(action) ?? 0) + 1);
  }

  denied(denial: Denial): void {
    if (this.#denials.length >= denialsKept) this.#denials.shift();
    this.#denials.push(denial);
    this.onDenied(denial);
  }

  /** The oldest first. */
  denials(): readonly Denial[] {
    return this.#denials;
  }

  /** Counts by caller and action: what a deployment's permissions can be read off from. */
  actions(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      [...this.#allowed].map(([caller, actions]) => [caller, Object.fromEntries([...actions].sort())]),
    );
  }
}

/** A denial as one line of a log. */
export function denialLine(denial: Denial): string {
  const { time, caller, action, resource, by, policy, statement, missingKeys } = denial;
  const why = policy ? `${by} policy ${policy}, ${statement}` : `nothing allows it${by ? ` (${by})` : ""}`;
  const missing = missingKeys.length > 0 ? `; without ${missingKeys.join(", ")}` : "";
  return `${time.toISOString()} denied: ${caller} ${action} on ${resource}: ${why}${missing}`;
}
