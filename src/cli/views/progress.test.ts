import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EngineEvent } from "../../terraform/events.ts";
import { plain } from "../paint.ts";
import { advance, type Progress, startProgress, whatIsLeft } from "./progress.ts";
import { liveLines } from "./progress-live.ts";
import { finishedLine, heartbeat, slowestKind } from "./progress-log.ts";
import { recorded, START } from "./samples/recorded.ts";

const look = { paint: plain, columns: 80 };
const narrow = { paint: plain, columns: 40 };
const apply = recorded("apply-x10");

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = "UTC";
});
afterAll(() => {
  process.env.TZ = zone;
});

function event(
  type: "apply_start" | "apply_complete" | "apply_errored",
  addr: string,
  more = {},
): EngineEvent {
  const resource = { addr, resource_type: addr.slice(0, addr.indexOf(".")) };
  return { type, hook: { resource, action: "create", elapsed_seconds: 3, ...more } } as EngineEvent;
}

function live(progress: Progress, seconds: number, options = {}, wide = look): string {
  const now = START + seconds * 1000;
  const left = whatIsLeft(progress, now);
  return liveLines(progress, { now, frame: 0, rows: 40, left, ...options }, wide).join("\n");
}

describe("an apply on a terminal", () => {
  test("says how far it is, what is left, what that waits for, and why each takes long", () => {
    expect(live(apply.after(30), 30)).toBe(
      `
  ⠋ ━━━━━━━━━━━━━━━━━━────── 79 of 108 done, 30 s
    about 75 s left
    4 running, 25 waiting; the end waits for aws_eks_cluster.eks
    creating aws_s3_bucket_lifecycle_configuration  27 s of about 55 s
      logs data artifacts
      S3 may answer with the old rules for a while, so the provider reads
      until it has seen the new ones several times in a row, 10 s apart
    creating aws_eks_cluster eks  16 s of about 63 s
      AWS starts the control plane over several zones: the longest step of
      all; what does not need it goes on beside it`,
    );
  });

  test("on a narrow one as well, and on a low one the reasons go first", () => {
    expect(live(apply.after(30), 30, { rows: 10 }, narrow)).toBe(
      `
  ⠋ 79 of 108 done, 30 s
    about 75 s left
    4 running, 25 waiting
    creating aws_s3_bucket_lifecy…  27 s
      logs data artifacts
    creating aws_eks_cluster eks  16 s`,
    );
  });

  test("no line is ever too wide, and never are there too many", () => {
    const sizes = fc.record({
      seconds: fc.integer({ min: 0, max: 130 }),
      columns: fc.integer({ min: 40, max: 200 }),
      rows: fc.integer({ min: 10, max: 60 }),
      interrupted: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, ({ seconds, columns, rows, interrupted }) => {
        const lines = live(apply.after(seconds), seconds, { rows, interrupted }, { paint: plain, columns });
        expect(lines.split("\n").length).toBeLessThan(rows);
        for (const line of lines.split("\n")) expect(line.length, line).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 60 },
    );
  });

  test("a note is set off below, and gives way when there are few rows", () => {
    const note = { module: "vpc", text: "Zones are keyed by letter." };
    const tall = live(apply.after(30), 30, { note }).split("\n");
    expect(tall.slice(-3)).toEqual(["", "    Meanwhile, about vpc:", "    Zones are keyed by letter."]);
    expect(live(apply.after(30), 30, { note, rows: 12 })).not.toContain("Meanwhile");
  });

  test("a step that takes longer than usual is named, with what comes after it", () => {
    const late = live(apply.after(70), 95);
    expect(late).toContain("longer than usual: waits for aws_eks_cluster.eks, then about 29 s more");
    expect(late).toContain("1 min 21 s, usually 63 s, gives up after 60 min");
  });

  test("what usually is over at once is named as well, when nothing else goes on", () => {
    const subnet = advance(apply.after(11), event("apply_start", "aws_subnet.private_a"), START + 11_000);
    const alone = { ...subnet, running: subnet.running.filter(({ type }) => type === "aws_subnet") };
    expect(live(alone, 14)).toContain(" left");
    expect(live(alone, 60)).toContain("longer than usual: waits for aws_subnet.private_a");
  });

  test("says what an interrupt does", () => {
    const stopping = live(apply.after(30), 30, { interrupted: true });
    expect(stopping).toContain("Stopping at the next safe point, then saving the state.");
    expect(stopping).toContain("\n    4 running\n");
    expect(stopping).not.toMatch(/left|waiting|the end waits/);
  });

  test("shows what it can where the plan is not known", () => {
    const progress = advance(startProgress(3, START), event("apply_start", "aws_vpc.vpc"), START);
    expect(live(progress, 60)).toBe(
      `
  ⠋ ──────────────────────── 0 of 3 done, 1 min 00 s
    creating aws_vpc vpc  1 min 00 s
      after switching DNS host names on, the provider sleeps 10 s before it
      looks whether they are`,
    );
  });
});

describe("an apply in a log", () => {
  const beat = (seconds: number, explained?: ReadonlySet<string>, wide = look) => {
    const now = START + seconds * 1000;
    const progress = apply.after(seconds);
    return heartbeat(progress, { now, left: whatIsLeft(progress, now), explained }, wide);
  };

  test("tells the same in some lines now and then, with the reason once", () => {
    expect(beat(30).join("\n")).toBe(
      `  … 79 of 108 done, 30 s; 4 running, 25 waiting; about 75 s left
    creating aws_s3_bucket_lifecycle_configuration logs data artifacts (27 s
      of about 55 s)
        S3 may answer with the old rules for a while, so the provider reads
        until it has seen the new ones several times in a row, 10 s apart
    creating aws_eks_cluster eks (16 s of about 63 s)`,
    );
    const kind = slowestKind(apply.after(30));
    expect(kind).toBe("aws_s3_bucket_lifecycle_configuration create");
    expect(beat(40, new Set([kind ?? ""]))).toHaveLength(4);
    for (const line of beat(30, undefined, narrow)) expect(line.length).toBeLessThanOrEqual(40);
  });

  test("after an interrupt speaks of no end of what will not begin", () => {
    const progress = apply.after(30);
    const now = START + 30_000;
    const [first] = heartbeat(progress, { now, left: whatIsLeft(progress, now), interrupted: true }, look);
    expect(first).toBe("  … 79 of 108 done, 30 s; 4 running; stopping");
  });

  test("is silent while nothing is under way", () => {
    expect(heartbeat(startProgress(3, START), { now: START + 10_000 }, look)).toEqual([]);
  });

  test("each finished resource leaves one line with its time and its id", () => {
    const done = event("apply_complete", "aws_vpc.vpc", { id_value: "vpc-0a1b2c" });
    const times = { since: START, now: START + 10_400 };
    expect(finishedLine(done, times, look)).toEqual(["  +    10 s  aws_vpc.vpc  vpc-0a1b2c"]);
    const long = event("apply_complete", "aws_s3_bucket_lifecycle_configuration.artifacts");
    expect(finishedLine(long, times, narrow)).toEqual(["  +    10 s  aws_s3_bucket_lifecycle_co…"]);
    expect(finishedLine(event("apply_start", "aws_vpc.vpc"), times, look)).toEqual([]);
  });

  test("a failure is told at once, with how much hangs on it", () => {
    const failed = event("apply_errored", "aws_vpc.vpc");
    expect(finishedLine(failed, { now: START }, look)).toEqual(["  ✗   3.0 s  aws_vpc.vpc  failed"]);
    expect(finishedLine(failed, { now: START, needing: 41 }, look)).toEqual([
      "  ✗   3.0 s  aws_vpc.vpc  failed; 41 others will not begin",
    ]);
    expect(finishedLine(failed, { now: START, needing: 41 }, { paint: plain, columns: 48 })).toEqual([
      "  ✗   3.0 s  aws_vpc.vpc  failed, blocks 41",
    ]);
  });
});

describe("where an apply stands", () => {
  test("what failed is counted apart, and what needs it is not waited for", () => {
    const cluster = event("apply_errored", "aws_eks_cluster.eks");
    const progress = advance(apply.after(60), cluster, START + 60_000);
    expect(progress).toMatchObject({ done: 82, failed: 1, running: [] });
    expect(whatIsLeft(progress, START + 60_000)).toMatchObject({ seconds: 0, waiting: 0, blocked: 25 });
    expect(live(progress, 60)).toContain("saving the state");
  });

  test("reading is no step of its own", () => {
    const reading = event("apply_start", "data.aws_region.here", { action: "read" });
    expect(advance(startProgress(1, START), reading, START).running).toEqual([]);
  });
});
