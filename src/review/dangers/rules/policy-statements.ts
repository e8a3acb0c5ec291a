import type { StatementChange } from "../danger.ts";
import { statementsOf } from "../policies/document.ts";
import { resolvedWith } from "../policies/resolved.ts";
import { statementChanges } from "../policies/statements.ts";
import type { ResourcePlan } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** Documents that say who may do what, in whatever resource they stand. */
const documents = [
  "assume_role_policy",
  "policy",
  "access_policy",
  "access_policies",
  "resource_policy",
  "key_policy",
];

/** A policy comes, goes or changes: its statements, as sentences. */
export const policyStatements: DangerRule = {
  id: "policy-statements",
  types: "all",
  check(resource) {
    const { change } = resource;
    // A new resource brings its own policies along; a setting of one that is there already changes what that one allows.
    if (change.action === "create" && !isSetting(resource)) return undefined;
    if (change.action === "delete" && !isSetting(resource)) return undefined;
    const unknown = unknownDocument(resource);
    const statements = documents.flatMap((name) => changesOf(resource, name));
    if (statements.length === 0 && !unknown) return undefined;
    const opens = statements.some((one) => one.opens);
    return {
      kind: "access",
      what: sentence(resource, statements, opens),
      advice: unknown
        ? [`The text is known once ${unknown} ${unknown.includes(",") ? "are" : "is"} changed.`]
        : [],
      statements,
      opens,
      level: opens || change.action === "delete" ? "careful" : "safe",
    };
  },
};

const isSetting = ({ change }: ResourcePlan): boolean =>
  /_policy$/.test(change.type) && change.type !== "aws_iam_policy";

function changesOf({ change, before, after, declared }: ResourcePlan, name: string): StatementChange[] {
  const old = statementsOf(before?.[name]) ?? [];
  const unknown = change.attributes.some((one) => one.path === name && one.unknown);
  if (!unknown) return statementChanges(old, statementsOf(after?.[name]) ?? []);
  const planned = statementsOf(declared?.[name]);
  return planned ? statementChanges(old, resolvedWith(planned, old)) : [];
}

/** What the text waits for, where it is only known after the apply. */
function unknownDocument({ change }: ResourcePlan): string | undefined {
  const unknown = change.attributes.find(({ path, unknown }) => unknown && documents.includes(path));
  return unknown && (unknown.waitsFor?.join(", ") || "another resource");
}

const SUBJECTS: readonly (readonly [type: RegExp, subject: string])[] = [
  [/^aws_iam_(role|user|group)_policy$|^aws_iam_policy$/, "What it allows"],
  [/^aws_iam_role$/, "Who may take on this role"],
  [/^aws_s3_/, "Who may use the bucket"],
  [/^aws_kms_/, "Who may use the key"],
  [/^aws_ecr_/, "Who may use the repository"],
  [/^aws_vpc_endpoint/, "What may pass the endpoint"],
];

function sentence({ change }: ResourcePlan, statements: readonly StatementChange[], opens: boolean): string {
  const subject = SUBJECTS.find(([type]) => type.test(change.type))?.[1] ?? "Who may use it";
  if (statements.length === 0) return `${subject} stays as it is, but for values that are not known yet.`;
  if (opens) return `${subject} becomes more than before.`;
  return change.action === "delete"
    ? `${subject} goes with it.`
    : `${subject} changes, and nothing more is allowed.`;
}
