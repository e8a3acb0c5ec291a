import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** Switches that stand between a slip and the loss of data: their name, and the value that protects. */
const switches: readonly (readonly [attribute: string, safe: boolean, what: string])[] = [
  ["force_destroy", false, "From now on a destroy deletes it with everything in it."],
  ["force_delete", false, "From now on a destroy deletes it with every image in it."],
  ["deletion_protection", true, "From now on nothing keeps it from being deleted."],
  ["deletion_protection_enabled", true, "From now on nothing keeps it from being deleted."],
  ["disable_api_termination", true, "From now on nothing keeps it from being terminated."],
  ["skip_final_snapshot", false, "From now on a destroy takes no last snapshot."],
];

/** A protection against deletion is taken away: nothing is lost yet. */
export const protectionRemoved: DangerRule = {
  id: "protection-removed",
  types: "all",
  check({ change, before, after }) {
    if (change.action !== "update") return undefined;
    const off = switches.filter(
      ([name, safe]) => (valueAt(before, name) ?? false) === safe && valueAt(after, name) === !safe,
    );
    if (off.length === 0) return undefined;
    return {
      kind: "change",
      what: off.map(([name, , what]) => `${what} (${name})`).join(" "),
      level: "careful",
    };
  },
};
