import type { ResourcePlan } from "./resource-plan.ts";
import type { Told } from "./rule.ts";

/** Why Terraform destroys or replaces, where no attribute shows it; its words: https://developer.hashicorp.com/terraform/internals/json-format */
export const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "an earlier apply left it unfinished",
  replace_by_request: "you asked for it",
  replace_by_triggers: "something that it depends on is",
  delete_because_no_resource_config: "nothing declares it any more",
  delete_because_no_module: "its module is no longer declared",
  delete_because_wrong_repetition: "it is no longer one of several",
  delete_because_count_index: "fewer of its kind are declared",
  delete_because_each_key: "its key is no longer declared",
  delete_because_no_move_target: "it was to move to what is not declared",
};

/** What becomes of a resource, for what no rule knows more about. */
export function plainly(resource: ResourcePlan, root?: string): Told | undefined {
  const { action, deposed, previousAddress, createBeforeDestroy, reason = "", attributes } = resource.change;
  const because = root ? `, with ${root}` : REASONS[reason] ? `: ${REASONS[reason]}` : "";
  if (deposed)
    return {
      kind: "destroy",
      what: "What an earlier replacement left behind is destroyed; the resource itself stays.",
      level: "safe",
    };
  switch (action) {
    case "delete":
      return { kind: "destroy", what: `It is destroyed${because}.` };
    case "replace":
      return {
        kind: "replace",
        what: createBeforeDestroy
          ? `A new one is made, then the old one is destroyed${because}.`
          : `It is destroyed, then made anew${because}.`,
      };
    case "update":
      return { kind: "change", what: `It changes in place: ${names(attributes.map(({ path }) => path))}.` };
    case "forget":
      return {
        kind: "change",
        what: "Terraform no longer looks after it. It stays in AWS, and is paid for.",
        level: "careful",
      };
    case "import":
      return { kind: "change", what: "Terraform looks after it from now on. Nothing about it changes." };
    case "move":
      return { kind: "cosmetic", what: `It has another name here: it was ${previousAddress}.` };
    default:
      return undefined;
  }
}

/** The attributes by their first names, each once. */
function names(paths: readonly string[]): string {
  return [...new Set(paths.map((path) => path.replace(/[.[].*$/, "")))].join(", ");
}
