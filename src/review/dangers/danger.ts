import type { AttributeChange } from "../attributes.ts";

/** What a change can do to somebody, the worst first: that is the order in which a reader gets to see them. */
export type DangerKind =
  /** Data is gone afterwards and cannot be had back: buckets, keys, repositories, log groups, volumes. */
  | "data-loss"
  /** Something is destroyed, or replaced by a new one. */
  | "destroy"
  | "replace"
  /** The cluster, its nodes, or the network that they need stands still or restarts for a while. */
  | "interruption"
  /** Somebody or something may do, reach or read what it could not before. */
  | "access"
  /** Takes effect, and hurts nobody. */
  | "change"
  /** Tags, descriptions, the order of a list: nothing behaves differently. */
  | "cosmetic";

/** One thing that a plan does, as far as it matters to who approves it. */
export interface Danger {
  readonly kind: DangerKind;
  readonly address: string;
  /** The rule that says so, e.g. `bucket-destroyed`: the same thing said of several resources is told together. */
  readonly rule?: string;
  /** What this alone makes of the plan. @default by kind: see `levelOf` */
  readonly level?: Exclude<Verdict["level"], "nothing">;
  /** AWS will not do it as things stand: the apply stops there, half-way. */
  readonly refused?: true;
  /** The resource whose destruction or replacement brings this one along: told with it. */
  readonly follows?: string;
  /** `vpc`, `eks`, … or `(no longer declared)`. */
  readonly module: string;
  /** What happens, in a sentence: `The bucket is destroyed with every object in it.` */
  readonly what: string;
  /** What it means, or what to do about it; empty where the sentence says all. */
  readonly advice: readonly string[];
  /** Of access: more is allowed afterwards or less is watched (true), or rights are taken away (false). */
  readonly opens?: boolean;
  /** For destroyed and replaced resources: the attributes that force it, with both values. */
  readonly forcedBy: readonly AttributeChange[];
  /** For policies: the statements that come, go or change. */
  readonly statements: readonly StatementChange[];
}

/** One statement of a policy document, as a sentence that people read. */
export interface StatementChange {
  readonly change: "added" | "removed" | "changed";
  readonly effect: "Allow" | "Deny";
  /** E.g. `Allow kms:Decrypt on key/… to role/node, if aws:SourceAccount is 123456789012`. */
  readonly text: string;
  /** What it was, for changed ones. */
  readonly before?: string;
  /** For changed ones, what comes and what goes, in full: `also s3:DeleteObject`, `no longer if aws:SourceAccount is 123456789012`. */
  readonly differences?: readonly string[];
  /** More is allowed afterwards than before. */
  readonly opens: boolean;
  /** Less is allowed afterwards than before. */
  readonly closes: boolean;
  /** It opens to everybody, and asks for no condition. */
  readonly everybody?: true;
}

/** What a plan comes down to: its last line. */
export interface Verdict {
  /**
   * `nothing`: nothing changes; `safe`: nothing that exists is touched in a way that hurts; `careful`: something is interrupted, opened or
   * replaced; `dangerous`: data is lost, or the cluster is destroyed or replaced.
   */
  readonly level: "nothing" | "safe" | "careful" | "dangerous";
  /** E.g. `Safe to apply: 108 resources are created, nothing that exists is touched.` */
  readonly sentence: string;
}

/** What one danger makes of the whole plan. */
export function levelOf({ kind, level, opens }: Danger): Exclude<Verdict["level"], "nothing"> {
  if (level) return level;
  if (kind === "data-loss") return "dangerous";
  return kind === "change" || kind === "cosmetic" || opens === false ? "safe" : "careful";
}
