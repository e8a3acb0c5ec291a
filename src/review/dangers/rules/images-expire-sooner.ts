import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

interface LifecycleRule {
  readonly rulePriority?: number;
  readonly selection?: Readonly<Record<string, unknown>>;
}

/** A repository's lifecycle policy that removes images that were kept. */
export const imagesExpireSooner: DangerRule = {
  id: "images-expire-sooner",
  types: ["aws_ecr_lifecycle_policy"],
  check({ change, before, after }) {
    if (!after || change.action === "delete") return undefined;
    const old = rulesOf(before?.policy);
    const sooner = rulesOf(after.policy).filter((rule) => {
      const same = old.find((one) => selection(one) === selection(rule));
      return !same || Number(rule.selection?.countNumber) < Number(same.selection?.countNumber);
    });
    if (sooner.length === 0) return undefined;
    return {
      kind: "data-loss",
      what: `Images of ${valueAt(after, "repository") ?? "the repository"} are removed sooner: ${sooner.map(text).join("; ")}.`,
      advice: ["This holds for the images there are, within a day."],
    };
  },
};

function rulesOf(policy: unknown): LifecycleRule[] {
  try {
    return (JSON.parse(String(policy ?? "{}")) as { rules?: LifecycleRule[] }).rules ?? [];
  } catch {
    return [];
  }
}

/** What a rule is about, its number apart. */
function selection({ selection: { countNumber: _, ...rest } = {} }: LifecycleRule): string {
  return JSON.stringify(Object.entries(rest).sort());
}

function text({ selection = {} }: LifecycleRule): string {
  const which = selection.tagStatus === "any" ? "images" : `${selection.tagStatus} images`;
  return selection.countType === "imageCountMoreThan"
    ? `only the newest ${selection.countNumber} ${which} stay`
    : `${which} go after ${selection.countNumber} ${selection.countUnit ?? "days"}`;
}
