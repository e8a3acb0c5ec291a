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
    const closes = statements.some((one) => one.closes);
    // What an endpoint lets pass still needs rights of its own.
    const everybody = statements.some((one) => one.everybody) && !change.type.startsWith("aws_vpc_endpoint");
    const advice = [
      ...(unknown
        ? [`The text is known once ${unknown} ${unknown.includes(",") ? "are" : "is"} changed.`]
        : []),
      ...(everybody
        ? ["Name who needs it, or ask for a condition: nobody can take back what strangers have read."]
        : []),
      ...(closes && !opens ? ["Make sure that nobody needs what is taken away: it fails at once."] : []),
    ];
    return {
      kind: "access",
      what: sentence(resource, { statements, opens, closes, everybody }),
      advice,
      statements,
      opens,
      level: everybody ? "dangerous" : opens || closes || change.action === "delete" ? "careful" : "safe",
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

interface Outcome {
  readonly statements: readonly StatementChange[];
  readonly opens: boolean;
  readonly closes: boolean;
  readonly everybody: boolean;
}

function sentence({ change }: ResourcePlan, { statements, opens, closes, everybody }: Outcome): string {
  const subject = SUBJECTS.find(([type]) => type.test(change.type))?.[1] ?? "Who may use it";
  if (statements.length === 0) return `${subject} stays as it is, but for values that are not known yet.`;
  if (everybody) return `${subject} now: everybody in the world, on no condition.`;
  if (opens) return `${subject} widens.`;
  if (change.action === "delete") return `${subject} goes with it.`;
  return closes ? `${subject} narrows.` : `${subject} is put into other words and stays the same.`;
}
