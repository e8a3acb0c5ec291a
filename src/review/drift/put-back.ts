import type { AttributeChange } from "../attributes.ts";
import type { PlannedChange } from "../summary.ts";

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
export function isPutBack(
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
