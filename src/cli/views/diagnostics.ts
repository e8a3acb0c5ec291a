import type { Look } from "../paint.ts";
import { wrap } from "./text.ts";

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
}

/** The engine's errors and warnings, each with its resource, the module that declares it, and what to do where we know it. */
export function renderDiagnostics(
  diagnostics: readonly DiagnosticMessage[],
  origins: readonly Origin[],
  look: Look,
): string[] {
  return diagnostics.flatMap((diagnostic, index) => [
    ...(index > 0 ? [""] : []),
    ...renderDiagnostic(diagnostic, origins, look),
  ]);
}

function renderDiagnostic(diagnostic: DiagnosticMessage, origins: readonly Origin[], look: Look): string[] {
  const { paint, columns } = look;
  const error = diagnostic.severity === "error";
  const mark = error ? paint("red", "✗") : paint("yellow", "!");
  const [first = "", ...rest] = wrap(diagnostic.summary, columns - 4);
  const hint = hintFor(diagnostic);
  return [
    `  ${mark} ${paint("bold", first)}`,
    ...rest.map((line) => `    ${paint("bold", line)}`),
    ...(diagnostic.address ? [`    ${where(diagnostic.address, origins)}`] : []),
    ...(diagnostic.detail
      ? wrap(diagnostic.detail.trim(), columns - 6).map((line) => `      ${paint("dim", line)}`)
      : []),
    ...(hint ? wrap(hint, columns - 6).map((line, index) => `    ${index === 0 ? "→ " : "  "}${line}`) : []),
  ];
}

function where(address: string, origins: readonly Origin[]): string {
  const plain = address.replace(/\[[^\]]*\]$/, "");
  const origin = origins.find((one) => one.address === address || one.address === plain);
  return origin ? `${address}  (module ${origin.module}, construct ${origin.path})` : address;
}

/** What people who meet these messages need to know, and the message does not say. */
const hints: readonly { readonly says: RegExp; readonly hint: string }[] = [
  {
    says: /Error acquiring the state lock|PreconditionFailed.*tflock/is,
    hint: "Somebody else is planning or applying this environment, or a run was killed. Wait for it; if nobody is, remove the lock file `<env>/terraform.tfstate.tflock` from the state bucket.",
  },
  {
    says: /S3 bucket .* does not exist|NoSuchBucket/is,
    hint: "The state bucket is not there yet. Run: infra init <env>",
  },
  {
    says: /No valid credential sources? found|failed to refresh cached credentials|ExpiredToken|InvalidClientTokenId/is,
    hint: "AWS credentials are missing or have run out: aws configure, aws sso login, or AWS_PROFILE=…  To try without an account, add --local.",
  },
  {
    says: /AWS account ID not allowed|allowed_account_ids/is,
    hint: "The credentials belong to another account than account_id in terraform.tfvars.",
  },
  {
    says: /Failed to query available provider packages|Failed to install provider|could not connect to registry/is,
    hint: "The AWS provider could not be fetched. Set TF_PLUGIN_MIRROR to a folder that holds it (made by `terraform providers mirror`), or allow access to the registry.",
  },
];

export function hintFor({ summary, detail }: DiagnosticMessage): string | undefined {
  return hints.find(({ says }) => says.test(`${summary}\n${detail}`))?.hint;
}
