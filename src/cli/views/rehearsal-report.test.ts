import { expect, test } from "vitest";
import { plain } from "../paint.ts";
import { counted, type RehearsalReport } from "../rehearsal/report.ts";
import { renderDisagreement, renderReport } from "./rehearsal-report.ts";

const look = { paint: plain, columns: 80 };

const good: RehearsalReport = {
  calls: 1204,
  retries: 0,
  errors: { NoSuchTagSet: 9 },
  conditions: { quotas: {}, attempts: 10 },
  faults: {},
  attempts: { apply: 1, destroy: 1 },
  stops: [
    { stage: "apply", attempt: 1, failed: [], unknown: [], missing: [] },
    { stage: "destroy", attempt: 1, failed: [], unknown: [], missing: [] },
  ],
  denials: [],
  seconds: { apply: 60 },
};

test("a good day is told in two lines", () => {
  expect(renderReport(good, look).join("\n")).toBe(
    `
What it took
  calls      1204 to AWS, none of them repeated by clients
  agreement  state and AWS agreed at all 2 stops`,
  );
});

test("a rehearsal that ended before its first stop agreed on nothing", () => {
  expect(renderReport({ ...good, stops: [] }, look).join("\n")).not.toContain("agree");
});

const denial = {
  time: "2026-11-23T10:00:00Z",
  caller: "arn:aws:sts::123456789012:assumed-role/deployer/rehearsal",
  action: "kms:CreateKey",
  resource: "*",
  decision: "explicitDeny" as const,
  by: "identity" as const,
  policy: "deployer",
  statement: "NoKeys",
  missingKeys: [],
};

test("a bad one with its refusals, faults, tries and denials, and how to have it again", () => {
  const vpc = { type: "AWS::EC2::VPC", id: "vpc-1" };
  const stop = { stage: "apply" as const, attempt: 1, failed: ["x"], unknown: [vpc], missing: [] };
  const bad: RehearsalReport = {
    ...good,
    retries: 301,
    errors: { Throttling: 200, RequestLimitExceeded: 90, NoSuchTagSet: 9, AccessDenied: 2 },
    faults: { throttle: 290, "drop-after": 1, latency: 0 },
    seed: 7,
    replay: "replay=/cache/faults/a.jsonl",
    attempts: { init: 1, apply: 2, destroy: 1 },
    stops: [stop, ...good.stops],
    denials: counted([denial, denial]),
  };
  expect(renderReport(bad, look).join("\n")).toBe(
    `
What it took
  calls      1204 to AWS, 301 of them repeated by clients
  refusals   Throttling 200, RequestLimitExceeded 90, AccessDenied 2
  faults     throttle 290, drop-after 1 (seed 7)
  tries      init 1, apply 2, destroy 1
  agreement  state and AWS disagreed at 1 of 3 stops

  Denied by IAM
    kms:CreateKey on * (2 times)
      arn:aws:sts::123456789012:assumed-role/deployer/rehearsal: denied by NoKeys of identity policy deployer

  The same faults again: --faults 'replay=/cache/faults/a.jsonl'`,
  );
});

test("where state and AWS disagree, each thing has a line", () => {
  const unknown = [{ type: "AWS::EC2::VPC", id: "vpc-0abc" }];
  const missing = [{ address: "aws_vpc.vpc", type: "aws_vpc" }];
  expect(renderDisagreement({ unknown, missing })).toEqual([
    "exists, but the state does not know it: AWS::EC2::VPC vpc-0abc",
    "in the state, but does not exist: aws_vpc.vpc",
  ]);
});
