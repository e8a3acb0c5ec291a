import type { AttributeChange } from "../attributes.ts";
import type { DeclaredConfiguration } from "../findings.ts";
import { declaredAttributes } from "../references.ts";
import type { Attributes } from "../rules/rule.ts";
import type { PlannedChange } from "../summary.ts";

/** What of one resource an apply would put back. */
export interface Rules {
  readonly isPutBack: (one: AttributeChange, all: readonly AttributeChange[]) => boolean;
  readonly replaces: boolean;
}

/** By a plan. */
export function rulesOf(planned: PlannedChange | undefined): Rules {
  // An apply that broke off knows less of these than there is; they are replaced for that, whoever touched them.
  if (!planned || planned.reason === "replace_because_tainted")
    return { isPutBack: () => false, replaces: false };
  return {
    isPutBack: (one, all) => isPutBack(one, all, planned),
    replaces: planned.action === "replace",
  };
}

/** Without a plan: what is declared and not left to others. */
export function declaredRules(configuration: DeclaredConfiguration, address: string): Rules {
  const declared = declaredAttributes(configuration, address) ?? {};
  const ignored = ((declared.lifecycle as Attributes | undefined)?.ignore_changes ?? []) as readonly string[];
  return {
    isPutBack: (one) =>
      declared[topName(one)] !== undefined &&
      !ignored.some((path) => one.path === path || one.path.startsWith(`${path}[`)),
    replaces: false,
  };
}

/** What a plan sets to another value: of a replacement, what makes it one, since everything else is new anyway. */
export function putBackNames({
  action,
  attributes,
}: Pick<PlannedChange, "action" | "attributes">): Set<string> {
  return new Set(
    attributes.filter((one) => action === "update" || one.forcesReplacement).map((one) => topName(one)),
  );
}

/**
 * Whether a plan would put a difference back. Where it names the very path, only that; where it writes the attribute in another shape, the attribute as a whole.
 */
function isPutBack(
  difference: Pick<AttributeChange, "path">,
  differences: readonly Pick<AttributeChange, "path">[],
  planned: Pick<PlannedChange, "action" | "attributes">,
): boolean {
  const name = topName(difference);
  if (!putBackNames(planned).has(name)) return false;
  const paths = new Set(planned.attributes.map(({ path }) => path));
  const alike = differences.some((one) => topName(one) === name && paths.has(one.path));
  return !alike || paths.has(difference.path);
}

/** The attribute that a path begins with: `scaling_config` of `scaling_config[0].max_size`. */
export const topName = ({ path }: Pick<AttributeChange, "path">): string => path.replace(/[.[].*$/, "");

/** `null` that came back as an empty list is no difference to anybody. */
export const isVisible = ({ before, after, sensitive }: AttributeChange): boolean =>
  sensitive || !isEmpty(before) || !isEmpty(after);

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === "" ||
  (typeof value === "object" && value !== null && Object.keys(value).length === 0);
