import { describe, expect, test } from "vitest";
import type { EngineEvent } from "../../terraform/events.ts";
import { plain } from "../paint.ts";
import { advance, finishedLine, heartbeat, liveLines, startProgress } from "./progress.ts";

const look = { paint: plain, columns: 80 };
const START = 1_000_000;

function event(
  type: "apply_start" | "apply_complete" | "apply_errored",
  addr: string,
  more = {},
): EngineEvent {
  const resource_type = addr.slice(0, addr.indexOf("."));
  const resource = {
    addr,
    resource_type,
    module: "",
    resource: addr,
    implied_provider: "aws",
    resource_name: "",
    resource_key: null,
  };
  return {
    type,
    message: "",
    timestamp: "",
    hook: { resource, action: "create", elapsed_seconds: 3, ...more },
  } as EngineEvent;
}

const lifecycle = (name: string) => `aws_s3_bucket_lifecycle_configuration.${name}`;

/** 24 seconds into an apply: the VPC is done, two lifecycle configurations and a subnet are under way. */
function underway() {
  let progress = startProgress(97, START, "off");
  const at = (seconds: number, ...events: EngineEvent[]) => {
    for (const one of events) progress = advance(progress, one, START + seconds * 1000);
  };
  at(0, event("apply_start", "aws_vpc.vpc"));
  at(4, event("apply_start", lifecycle("data")), event("apply_start", lifecycle("logs")));
  at(10, event("apply_complete", "aws_vpc.vpc"));
  at(23, event("apply_start", "aws_subnet.private_a"));
  return progress;
}

describe("an apply as it goes", () => {
  test("on a terminal: what is under way, for how long, and why it takes long", () => {
    const lines = liveLines(underway(), { now: START + 24_000, frame: 0, rows: 40 }, look);
    expect(lines.join("\n")).toBe(
      `
  ⠋ ──────────────────────── 1 of 97 done, 24 s
    creating aws_s3_bucket_lifecycle_configuration data logs  20 s of about 55 s
      S3 may answer with the old rules for a while, so the provider reads
      until it has seen the new ones several times in a row, 10 s apart
    creating aws_subnet private_a  1.0 s`,
    );
  });

  test("a note is set off below, and gives way when there are few rows", () => {
    const note = { module: "vpc", text: "Zones are keyed by letter." };
    const tall = liveLines(underway(), { now: START + 24_000, frame: 0, rows: 40, note }, look);
    expect(tall.slice(-3)).toEqual(["", "    Meanwhile, about vpc:", "    Zones are keyed by letter."]);
    const low = liveLines(underway(), { now: START + 24_000, frame: 0, rows: 8, note }, look);
    expect(low.length).toBeLessThan(8);
    expect(low.join("\n")).not.toContain("Meanwhile");
  });

  test("in a log: one line now and then, with the reason", () => {
    expect(heartbeat(underway(), START + 24_000, look).join("\n")).toBe(
      `  … 1 of 97 done, 24 s; still creating aws_s3_bucket_lifecycle_configuration data logs (20 s), creating aws_subnet private_a (1.0 s)
      S3 may answer with the old rules for a while, so the provider reads until
      it has seen the new ones several times in a row, 10 s apart`,
    );
    const explained = new Set(["aws_s3_bucket_lifecycle_configuration create"]);
    expect(heartbeat(underway(), START + 34_000, look, explained)).toHaveLength(1);
    expect(heartbeat(startProgress(3, START, "off"), START + 10_000, look)).toEqual([]);
    const more = ["aws_eip.a", "aws_eip.b", "aws_vpc.vpc"].reduce(
      (progress, address) => advance(progress, event("apply_start", address), START + 23_000),
      underway(),
    );
    expect(heartbeat(more, START + 24_000, look)[0]).toMatch(/ aws_subnet private_a \(\S+ s\), and 3 more$/);
  });

  test("on AWS a cluster takes its ten minutes; the embedded AWS takes what it was told to", () => {
    const creating = event("apply_start", "aws_eks_cluster.eks");
    const shown = (pace: "aws" | "off" | "x60", seconds: number) => {
      const progress = advance(startProgress(1, START, pace), creating, START);
      return liveLines(progress, { now: START + seconds * 1000, frame: 0, rows: 40 }, look).join("\n");
    };
    expect(shown("aws", 60)).toContain("1 min 00 s of about 10 min");
    expect(shown("x60", 4)).toContain("4.0 s of about 10 s");
    expect(shown("off", 60)).not.toContain("of about");
  });

  test("each finished resource leaves one line with its time and its id", () => {
    const done = event("apply_complete", "aws_vpc.vpc", { id_key: "id", id_value: "vpc-0a1b2c" });
    expect(finishedLine(done, START, START + 10_400, look)).toEqual(["  +    10 s  aws_vpc.vpc  vpc-0a1b2c"]);
    const failed = event("apply_errored", "aws_vpc.vpc");
    expect(finishedLine(failed, undefined, START, look)).toEqual(["  ✗   3.0 s  aws_vpc.vpc  failed"]);
    expect(finishedLine(event("apply_start", "aws_vpc.vpc"), START, START, look)).toEqual([]);
  });

  test("a bar fills up as resources are finished", () => {
    const half = { ...startProgress(4, START, "off"), done: 2 };
    const [, head] = liveLines(half, { now: START, frame: 0, rows: 40 }, look);
    expect(head).toBe("  ⠋ ━━━━━━━━━━━━──────────── 2 of 4 done, 0.0 s");
  });

  test("counts what failed apart, and forgets that it was running", () => {
    const progress = advance(underway(), event("apply_errored", "aws_subnet.private_a"), START + 25_000);
    expect(progress).toMatchObject({ done: 1, failed: 1 });
    expect(progress.running.map(({ address }) => address)).toEqual([lifecycle("data"), lifecycle("logs")]);
  });

  test("says what an interrupt does", () => {
    const lines = liveLines(underway(), { now: START + 24_000, frame: 0, rows: 40, interrupted: true }, look);
    expect(lines.join("\n")).toContain("Stopping at the next safe point, then saving the state.");
  });
});
