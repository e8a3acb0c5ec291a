import { givesUpAfter } from "../../../infra/timeouts.ts";
import type { DiagnosticMessage } from "./diagnostics.ts";
import type { Remedy } from "./remedies.ts";

/** How the provider's two libraries say that they waited long enough (terraform-plugin-sdk v2, framework), November 2026. */
const GAVE_UP = /timeout while waiting for|context deadline exceeded/;
/** What it did, as its summaries say it. */
const ACTIONS = [
  [/\b(deleting|delete|deletion|destroy)/i, "delete"],
  [/\b(updating|update|modifying)/i, "update"],
  [/\b(creating|create|creation)/i, "create"],
] as const;

/** Which time-out ended the waiting, and where it is set. */
export function timeOutRemedies({ summary, detail, address = "" }: DiagnosticMessage): readonly Remedy[] {
  const text = `${summary}\n${detail}`;
  if (!GAVE_UP.test(text)) return [];
  const type = /(aws_\w+)\./.exec(address)?.[1] ?? "";
  const action = ACTIONS.find(([says]) => says.test(text))?.[1] ?? "create";
  const ours = givesUpAfter(type, action);
  const after = ours === undefined ? saidBy(text) : minutes(ours);
  const whose = type
    ? `the time-out of ${type}'s ${action}${ours === undefined ? ", the provider's own" : ""}`
    : "its time-out";
  const advice = [
    `Terraform gave up${after ? ` after ${after}` : ""}: ${whose}.`,
    "AWS may still be at it: look there first. The same command then goes on where it stopped.",
    "To wait longer: infra/timeouts.ts.",
  ].join(" ");
  return [{ says: GAVE_UP, advice, usersError: false }];
}

/** `timeout: 30m0s`, as the message has it. */
function saidBy(text: string): string | undefined {
  const [, said] = /timeout: (\d+)m0s/.exec(text) ?? [];
  return said && minutes(Number(said));
}

const minutes = (count: number): string => `${count} min`;
