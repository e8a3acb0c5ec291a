import { printable } from "../../../terraform/printable.ts";
import { type StateEntry, stateEntries } from "../../../terraform/state-addresses.ts";
import { type StateHeader, StateUnreadable, stateHeader } from "../../../terraform/state-file.ts";
import type { Deployment } from "../../deployment.ts";
import { type Problem, UserError } from "../../errors.ts";
import type { Candidate } from "./candidate.ts";
import { stateCommand } from "./versions.ts";

/** A state, read. */
export interface WholeState {
  readonly text: string;
  readonly header: StateHeader;
  readonly entries: readonly StateEntry[];
}

/** @throws StateUnreadable */
export function wholeState(text: string): WholeState {
  return { text, header: stateHeader(text), entries: stateEntries(JSON.parse(text)) };
}

/**
 * Reads the state that is to be brought back, unless it would do harm.
 *
 * @param reference the state that is there, or where that cannot be read, the newest version that can
 * @param force passes another lineage and an older file, nothing else
 * @throws UserError with everything that speaks against it
 */
export function checkedCandidate(
  candidate: Candidate,
  reference: WholeState | undefined,
  deployment: Deployment,
  force: boolean,
): WholeState {
  const state = readOrRefuse(candidate, deployment);
  const passable = reference && !force ? earlier(candidate, state, reference, deployment) : [];
  const problems = [...foreign(candidate, state, deployment), ...passable];
  if (problems.length === 0) return state;
  throw new UserError(`${candidate.name} was not restored: nothing was changed.`, { problems });
}

function readOrRefuse({ name, text }: Candidate, deployment: Deployment): WholeState {
  try {
    return wholeState(text);
  } catch (error) {
    if (!(error instanceof StateUnreadable)) throw error;
    const problem = {
      subject: name,
      received: `no state: ${printable(error.message)}`,
      expected: "a whole state of Terraform's format 4",
      fix: `${stateCommand(deployment, "state history")} shows which versions are whole; restore the one before this`,
    };
    throw new UserError(`${name} cannot be restored: nothing was changed.`, { problems: [problem] });
  }
}

/** What belongs to another lineage, or is older than what is there. */
function earlier(
  { name, version, text }: Candidate,
  { header }: WholeState,
  reference: WholeState,
  deployment: Deployment,
): Problem[] {
  const now = reference.header;
  const forced = `if you are sure that it is the right one: ${stateCommand(deployment, "state restore", "…", "--force")}`;
  if (header.lineage !== now.lineage)
    return [
      {
        subject: name,
        received: `lineage ${printable(header.lineage)} (serial ${header.serial}): another state, begun anew or of another deployment`,
        expected: `lineage ${printable(now.lineage)}, as the bucket has (serial ${now.serial}, ${now.resources} resources)`,
        fix: `what only the present state knows would be forgotten; ${forced}`,
      },
    ];
  // An old version is what a restore is for; an old file may be a mistake.
  const older = header.serial < now.serial || (header.serial === now.serial && text !== reference.text);
  if (version || !older) return [];
  return [
    {
      subject: name,
      received: `serial ${header.serial}`,
      expected: `a later one than the bucket has: serial ${now.serial}`,
      fix: `the state in the bucket is newer, so look at ${stateCommand(deployment, "state history")} first; ${forced}`,
    },
  ];
}

/** What is of another environment or account: never right here. */
function foreign(
  { name }: Candidate,
  { entries }: WholeState,
  { environment, settings, local }: Deployment,
): Problem[] {
  const environments = new Set(entries.flatMap(environmentOf));
  const accounts = new Set(entries.flatMap(accountOf));
  const of = local ? " --local" : "";
  return [
    ...[...environments]
      .filter((one) => one !== environment)
      .slice(0, 1)
      .map((other) => ({
        subject: name,
        received: `resources of the environment ${printable(other)}`,
        expected: `resources of ${environment}`,
        fix: `if it is ${printable(other)}'s state: infra state restore ${printable(other)} …${of}`,
      })),
    ...(accounts.size > 0 && !accounts.has(settings.account_id)
      ? [
          {
            subject: name,
            received: `resources of account ${[...accounts].map(printable).join(", ")}`,
            expected: `resources of account ${settings.account_id}`,
            fix: "name the file of this account, or correct account_id in terraform.tfvars",
          },
        ]
      : []),
  ];
}

function environmentOf({ attributes }: StateEntry): string[] {
  const tags = attributes.tags_all as { readonly Environment?: unknown } | null | undefined;
  return typeof tags?.Environment === "string" ? [tags.Environment] : [];
}

/** `arn:aws:iam::123456789012:role/…`; a bucket's ARN names no account. */
function accountOf({ attributes }: StateEntry): string[] {
  const { arn } = attributes;
  return typeof arn === "string" ? (arn.match(/^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/)?.slice(1) ?? []) : [];
}
