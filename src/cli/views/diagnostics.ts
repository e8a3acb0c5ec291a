import type { Look } from "../paint.ts";
import { type EnvironmentPlace, unlockingSteps } from "../unsaved-state.ts";
import { type AwsError, awsErrorIn } from "./aws-error.ts";
import { type Remedy, remedies } from "./remedies.ts";
import { wrap } from "./text.ts";
import { timeOutRemedies } from "./time-outs.ts";

/** Structural: one message of the engine. */
export interface DiagnosticMessage {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** Where a resource was declared. */
export interface Origin {
  readonly address: string;
  readonly module: string;
  readonly path: string;
  /** File and line, where they could be found. */
  readonly source?: string;
}

/** The engine's errors and warnings, each with its resource, the module that declares it, and what to do where we know it. */
export function renderDiagnostics(
  diagnostics: readonly DiagnosticMessage[],
  origins: readonly Origin[],
  look: Look,
  place?: EnvironmentPlace,
): string[] {
  const once = new Map(
    diagnostics.map((one) => [JSON.stringify([one.summary, one.detail, one.address]), one]),
  );
  const advised = new Set<string>();
  return [...once.values()].flatMap((diagnostic, index) => [
    ...(index > 0 ? [""] : []),
    ...renderDiagnostic(diagnostic, origins, look),
    ...adviceLines(hintsFor(diagnostic), advised, look),
    ...unlockingLines(diagnostic, place),
  ]);
}

/** What to do: in full where it is first said. */
function adviceLines(known: readonly Remedy[], advised: Set<string>, { columns }: Look): string[] {
  return known.flatMap(({ advice }) => {
    if (advised.has(advice)) return ["    → As said above."];
    advised.add(advice);
    return wrap(advice, columns - 6).map((line, index) => `    ${index === 0 ? "→ " : "  "}${line}`);
  });
}

/** Commands stay whole, however narrow the screen is. */
function unlockingLines(diagnostic: DiagnosticMessage, place: EnvironmentPlace | undefined): string[] {
  const lock = lockOf(diagnostic);
  return lock && place ? unlockingSteps(place, lock.id).map((line) => `      ${line}`) : [];
}

function renderDiagnostic(diagnostic: DiagnosticMessage, origins: readonly Origin[], look: Look): string[] {
  const { paint, columns } = look;
  const error = diagnostic.severity === "error";
  const mark = error ? paint("red", "✗") : paint("yellow", "!");
  const aws = awsErrorIn(diagnostic.summary);
  const [first = "", ...rest] = wrap(
    aws ? [aws.doing, aws.code, aws.message].filter(Boolean).join(": ") : diagnostic.summary,
    columns - 4,
  );
  const lock = lockOf(diagnostic);
  return [
    `  ${mark} ${paint("bold", first)}`,
    ...rest.map((line) => `    ${paint("bold", line)}`),
    ...(diagnostic.address
      ? where(diagnostic.address, origins, columns - 4).map((line) => `    ${line}`)
      : []),
    ...(aws ? wrap(asked(aws), columns - 6).map((line) => `      ${paint("dim", line)}`) : []),
    ...wrapDetail(lock ? lockText(lock) : diagnostic.detail, columns - 6).map(
      (line) => `      ${paint("dim", line)}`,
    ),
  ];
}

function wrapDetail(detail: string, width: number): string[] {
  const text = detail.trim().replace(/\n\s*\n\s*/g, "\n\n");
  return text === "" ? [] : wrap(text, width);
}

/** What Terraform says of a lock that is in the way. */
export interface HeldLock {
  readonly id: string;
  /** `name@host`. */
  readonly who: string;
  /** `plan`, `apply`, … */
  readonly operation: string;
  readonly since: string;
  /** The backend's own words, without its transport's. */
  readonly reason: string;
}

/** The lock that a message is about, out of Terraform's `Lock Info`. */
export function lockOf({ summary, detail }: DiagnosticMessage): HeldLock | undefined {
  const [before = "", info] = detail.split(/Lock Info:/i);
  const field = (name: string) => new RegExp(`^\\s*${name}:[ \\t]*(.*\\S)`, "m").exec(info ?? "")?.[1];
  const id = field("ID");
  if (!id || !/state lock|lock(ing)? (the )?state/i.test(`${summary}\n${before}`)) return undefined;
  return {
    id,
    who: field("Who") ?? "unknown",
    operation: (field("Operation") ?? "unknown").replace(/^OperationType/, "").toLowerCase(),
    // `2026-03-20 09:45:00.123456789 +0000 UTC`: nobody needs the nanoseconds.
    since: (field("Created") ?? "unknown").replace(/\.\d+/, "").replace(" +0000 UTC", " UTC"),
    reason: (before.match(/api error ([^\n]+)/)?.[1] ?? before.replace(/^\s*Error message:/i, "")).trim(),
  };
}

const lockText = ({ id, who, operation, since, reason }: HeldLock): string =>
  [`held by ${who}`, `for ${operation}, since ${since}`, `id ${id}`, ...(reason ? [reason] : [])].join("\n");

function where(address: string, origins: readonly Origin[], width: number): string[] {
  const plain = address.replace(/\[[^\]]*\]$/, "");
  const origin = origins.find((one) => one.address === address || one.address === plain);
  if (!origin) return [address];
  const { module, path, source } = origin;
  const declared = `(module ${module}, construct ${path})`;
  const whole = `${address}  ${declared}`;
  const named = whole.length <= width ? [whole] : [address, ...wrap(declared, width)];
  return [...named, ...(source ? [source] : [])];
}

/** Which request it was: AWS's support asks for its id. */
const asked = ({ service, operation, status, requestId }: AwsError): string =>
  `${service} ${operation}, status ${status}, request ${requestId}`;

/** What is to be done about the engine's own messages, and the credentials it finds. */
const hints: readonly Remedy[] = [
  {
    says: /Error releasing the state lock/i,
    usersError: false,
    advice: "Only the lock remains. It is this run's own, and nobody needs it any more:",
  },
  {
    says: /Error acquiring the state lock.*Lock Info:/is,
    usersError: false,
    advice:
      "Somebody else is planning or applying this environment, or a run was killed. Wait for it (--lock-timeout 10m), or see whether its holder is still alive, and release the lock if not:",
  },
  {
    says: /Saved plan is stale/i,
    usersError: false,
    advice:
      "What is deployed changed after this plan was made. Run the command again: it plans anew, and shows it.",
  },
  {
    says: /S3 bucket .* does not exist|NoSuchBucket/is,
    ofBackend: true,
    advice:
      "The state bucket is not there (or not any more). It is made, with all that keeps states safe, by: infra init <env>",
  },
  {
    says: /No valid credential sources? found|failed to refresh cached credentials|ExpiredToken|InvalidClientTokenId/is,
    advice:
      "AWS credentials are missing or have run out: aws configure, aws sso login, or AWS_PROFILE=…  To try without an account, add --local.",
  },
  {
    says: /AWS account ID not allowed|allowed_account_ids/is,
    advice: "The credentials belong to another account than account_id in terraform.tfvars.",
  },
  {
    says: /Failed to query available provider packages|Failed to install provider|could not connect to registry/is,
    usersError: false,
    advice:
      "The AWS provider could not be fetched. Set TF_PLUGIN_MIRROR to a folder that holds it (made by `terraform providers mirror`), or allow access to the registry.",
  },
];

/** What to do about a message, where that is known; about every one of its health issues, else about what is most particular. */
export function hintsFor(diagnostic: DiagnosticMessage): readonly Remedy[] {
  const said = `${diagnostic.summary}\n${diagnostic.detail}`;
  const fitting = [...hints, ...remedies, ...timeOutRemedies(diagnostic)].filter(
    ({ says, ofBackend }) => says.test(said) && !(ofBackend && diagnostic.address),
  );
  return fitting[0]?.issue ? fitting.filter(({ issue }) => issue) : fitting.slice(0, 1);
}
