import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ChangeAction, EngineEvent } from "../terraform/events.ts";
import { Journal, journalFiles } from "./journal.ts";
import { lastRun } from "./journaled-run.ts";

const START = Date.parse("2026-11-23T10:00:00Z");

const step = (
  type: "apply_start" | "apply_complete" | "apply_errored",
  addr: string,
  second = 1,
  action: ChangeAction = "create",
): EngineEvent =>
  ({
    type,
    message: `${addr}: …`,
    timestamp: new Date(START + second * 1000).toISOString(),
    hook: {
      resource: { addr },
      action,
      ...(type === "apply_complete" ? { id_key: "id", id_value: "x-1" } : {}),
    },
  }) as unknown as EngineEvent;

const begun = (directory: string) => new Journal(directory, { mode: "apply", total: 5, now: START });
const folder = () => mkdtempSync(join(tmpdir(), "infra-"));

describe("the journal of a run", () => {
  test("tells the next run what was done, and what was under way when this one was killed", () => {
    const directory = folder();
    const journal = begun(directory);
    journal.event(step("apply_start", "aws_kms_key.s3"));
    journal.event(step("apply_start", "aws_vpc.main"));
    journal.event(step("apply_complete", "aws_kms_key.s3", 7));
    expect(lastRun(directory)).toEqual({
      run: journal.run,
      mode: "apply",
      total: 5,
      began: START,
      lastHeard: START + 7000,
      done: 1,
      inFlight: [{ address: "aws_vpc.main", action: "create" }],
      outcome: undefined,
    });
  });

  test("is closed by an end, whichever", () => {
    const directory = folder();
    begun(directory).end("failed", START + 9000);
    expect(lastRun(directory)).toMatchObject({ outcome: "failed", inFlight: [] });
  });

  test("keeps the two halves of a replacement apart", () => {
    const directory = folder();
    const journal = begun(directory);
    journal.event(step("apply_start", "aws_eip.a", 1, "delete"));
    journal.event(step("apply_complete", "aws_eip.a", 2, "delete"));
    journal.event(step("apply_start", "aws_eip.a", 3, "create"));
    expect(lastRun(directory)?.inFlight).toEqual([{ address: "aws_eip.a", action: "create" }]);
  });

  test("takes from the engine's own log what the engine did after this tool was killed", () => {
    const directory = folder();
    const journal = begun(directory);
    journal.event(step("apply_start", "aws_vpc.main"));
    mkdirSync(join(directory, "logs"));
    const line = ({ message, timestamp, ...rest }: EngineEvent) =>
      JSON.stringify({ "@message": message, "@timestamp": timestamp, ...rest });
    writeFileSync(
      join(directory, "logs", `2026-11-23T10-00-00.000Z-${process.pid}-apply.jsonl`),
      [step("apply_complete", "aws_vpc.main", 30), step("apply_start", "aws_subnet.a", 31)]
        .map(line)
        .join("\n"),
    );
    expect(lastRun(directory)).toMatchObject({
      done: 1,
      inFlight: [{ address: "aws_subnet.a" }],
      lastHeard: START + 31_000,
    });
  });

  test("is read up to a line that was cut off by a kill", () => {
    const directory = folder();
    begun(directory).event(step("apply_start", "aws_vpc.main"));
    appendFileSync(journalFiles(directory)[0] ?? "", '{"entry":"done","addr');
    expect(lastRun(directory)?.inFlight).toHaveLength(1);
  });

  test("says nothing of what is only read, and nothing at all before the first run", () => {
    const directory = folder();
    expect(lastRun(directory)).toBeUndefined();
    begun(directory).event(step("apply_start", "data.aws_region.here", 1, "read"));
    expect(lastRun(directory)?.inFlight).toEqual([]);
  });

  test("that cannot be written says so once, and disturbs nobody", () => {
    const directory = folder();
    writeFileSync(join(directory, "journal"), "a file where its folder should be");
    const journal = begun(directory);
    expect(journal.newProblem()).toMatch(/EEXIST|ENOTDIR/);
    journal.event(step("apply_start", "aws_vpc.main"));
    journal.end("complete", START + 1000);
    expect(journal.newProblem()).toBeUndefined();
    expect(lastRun(directory)).toBeUndefined();
  });

  test("goes on where a full disk stopped it, once there is room", () => {
    const directory = folder();
    const journal = begun(directory);
    const file = journalFiles(directory)[0] ?? "";
    const written = readFileSync(file, "utf8");
    rmSync(file);
    mkdirSync(file);
    journal.event(step("apply_start", "aws_vpc.main"));
    expect(journal.newProblem()).toMatch(/EISDIR/);
    rmdirSync(file);
    // As much as found room of the line that was not written.
    writeFileSync(file, `${written}{"entry":"inte`);
    journal.event(step("apply_start", "aws_kms_key.s3"));
    expect(lastRun(directory)?.inFlight.map(({ address }) => address)).toEqual([
      "aws_vpc.main",
      "aws_kms_key.s3",
    ]);
  });

  test("that nobody may read tells nothing", () => {
    const directory = folder();
    mkdirSync(join(directory, "journal", "2026.jsonl"), { recursive: true });
    expect(lastRun(directory)).toBeUndefined();
  });

  test("the last twenty stay", () => {
    const directory = folder();
    for (let minute = 0; minute < 25; minute++)
      new Journal(directory, { mode: "apply", total: 1, now: START + minute * 60_000 });
    expect(readdirSync(join(directory, "journal"))).toHaveLength(20);
    expect(lastRun(directory)?.began).toBe(START + 24 * 60_000);
  });
});
