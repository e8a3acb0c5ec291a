import type { Finding, Findings } from "../../review/findings.ts";
import type { Severity } from "../../review/rules/rule.ts";
import type { Look, Paint } from "../paint.ts";
import { plural, wrap } from "./text.ts";

const FORMATS: Readonly<Record<Severity, Parameters<Paint>[0]>> = {
  critical: ["red", "bold"],
  high: "red",
  medium: "yellow",
  low: "dim",
};

/** What the security rules found: each failure with why and how to mend it, what is accepted with its reason, and one line that counts. */
export function renderFindings({ checked, findings }: Findings, look: Look): string[] {
  const open = findings.filter(({ verdict }) => verdict !== "accepted");
  const accepted = findings.filter(({ verdict }) => verdict === "accepted");
  const found = open.length === 0 ? look.paint("green", "nothing found") : plural(open.length, "finding");
  const and = accepted.length > 0 ? `, ${accepted.length} accepted:` : "";
  return [
    ...open.flatMap((finding) => renderFinding(finding, look)),
    ...(open.length > 0 ? [""] : []),
    `  Security: ${plural(checked, "check")}, ${found}${and}`,
    ...accepted.flatMap((finding) => renderAccepted(finding, look)),
  ];
}

function renderAccepted({ rule, address, why }: Finding, { paint, columns }: Look): string[] {
  return wrap(`${rule} on ${address}. ${why}`, columns - 6).map((line) => `      ${paint("dim", line)}`);
}

function renderFinding(
  { severity, address, title, why, fix, verdict }: Finding,
  { paint, columns }: Look,
): string[] {
  const state = verdict === "unknown" ? " (only known after the apply)" : "";
  const room = columns - 6;
  return [
    "",
    `  ${paint(FORMATS[severity], severity)}  ${address}${state}`,
    ...wrap(`Should be so: ${title}. ${why}`, room).map((line) => `      ${line}`),
    ...wrap(fix, room).map((line) => `      ${paint("cyan", line)}`),
  ];
}
