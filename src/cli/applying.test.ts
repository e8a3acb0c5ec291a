import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terminal } from "@xterm/headless";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { EngineEvent } from "../terraform/events.ts";
import { applyPlan } from "./applying.ts";
import type { Invocation } from "./command.ts";
import type { Deployment } from "./deployment.ts";
import { screenFor } from "./screen.ts";
import { type TestIo, testIo } from "./test-io.ts";
import { declared, recorded, START } from "./views/samples/recorded.ts";

const recording = recorded("apply-x10");
const zone = process.env.TZ;

beforeEach(() => {
  process.env.TZ = "UTC";
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
  process.env.TZ = zone;
});

/** Seconds since the apply began, by the clock that the timers go by. */
const elapsed = () => performance.now() / 1000;

/** An engine that says what was recorded, when it was; `change` may put something else in an event's place. */
function deploymentOf(change = (event: EngineEvent): EngineEvent | undefined => event): Deployment {
  const apply = async ({ onEvent }: { onEvent(event: EngineEvent): void }) => {
    const began = elapsed();
    for (const { at, ...event } of recording.events) {
      vi.advanceTimersByTime(Math.max(0, (began + at - elapsed()) * 1000));
      const told = change(event as EngineEvent);
      if (told) onEvent(told);
    }
    return { outputs: {}, diagnostics: [], logFile: "" };
  };
  const directory = mkdtempSync(join(tmpdir(), "infra-"));
  const stack = { configuration: declared(), resources: [] };
  return { stack, target: "local", awsTime: "x10", directory, workspace: { apply } } as unknown as Deployment;
}

async function applied(
  deployment: Deployment,
  given: Partial<TestIo> = {},
  terminal = false,
): Promise<string> {
  const began = elapsed();
  const now = () => START + (elapsed() - began) * 1000;
  const io: TestIo = { ...testIo({ terminal }), ...given, now };
  const invocation = { io, screen: screenFor(io, false) } as unknown as Invocation;
  await applyPlan(deployment, { planFile: "plan.tfplan", mode: "apply", total: 108 }, invocation);
  return io.written.stdout;
}

describe("an apply, from its first event to its last", () => {
  test("in a log: each resource as it is done, and now and then what is left", async () => {
    await expect(await applied(deploymentOf())).toMatchFileSnapshot("views/samples/apply-x10.txt");
  });

  test("what fails is told at once, with how many others will not begin", async () => {
    const log = await applied(
      deploymentOf((event) => {
        if (event.type === "apply_complete" && event.hook.resource.addr === "aws_kms_key.eks")
          return { ...event, type: "apply_errored" };
        const others = "hook" in event && /aws_eks|autoscaling/.test(event.hook?.resource.addr ?? "");
        return others ? undefined : event;
      }),
    );
    expect(log).toMatch(/ ✗ {4}12 s {2}aws_kms_key\.eks {2}failed; \d\d others will not begin\n/);
    expect(log).toMatch(/\d+ blocked by what failed/);
  });

  test("after Ctrl-C, what breaks off is interrupted, did not fail and blocks nothing; nobody speaks of the end", async () => {
    const io = testIo({});
    const pressed: ((count: number) => void)[] = [];
    const onInterrupt = (listener: (count: number) => void) => {
      pressed.push(listener);
      return () => {};
    };
    const deployment = deploymentOf((event) => {
      if (event.type !== "apply_complete" || event.hook.resource.addr !== "aws_kms_key.eks") return event;
      for (const press of pressed) press(1);
      return { ...event, type: "apply_errored" };
    });
    const [, after = ""] = (await applied(deployment, { ...io, onInterrupt })).split("Stopping:");
    expect(after).toMatch(/ ! {4}12 s {2}aws_kms_key\.eks {2}interrupted\n/);
    expect(after).toMatch(/ done, [^;]*; \d+ running;\s+stopping\n/);
    expect(after).not.toMatch(/failed|blocked| left/);
  });

  test("goes on to its end when its journal cannot be written, and says so once", async () => {
    const deployment = deploymentOf();
    writeFileSync(join(deployment.directory, "journal"), "a file where its folder should be");
    const log = await applied(deployment);
    expect(log.match(/The journal of this run cannot be written/g)).toHaveLength(1);
    expect(log.match(/^ {2}\+ /gm)).toHaveLength(108);
  });

  test.each([
    [80, 24],
    [40, 10],
  ])(
    "on a terminal of %i columns and %i rows: redrawn in place, nothing wraps, nothing is left behind",
    async (columns, rows) => {
      const terminal = new Terminal({
        cols: columns,
        rows,
        scrollback: 5000,
        allowProposedApi: true,
        convertEol: true,
      });
      const stdout = { write: (text: string) => terminal.write(text), isTTY: true, columns, rows };
      await applied(deploymentOf(), { stdout }, true);
      await new Promise<void>((done) => terminal.write("", done));
      const { active } = terminal.buffer;
      const lines = Array.from({ length: active.length }, (_, index) => active.getLine(index));
      expect(lines.filter((line) => line?.isWrapped)).toEqual([]);
      const text = lines.map((line) => line?.translateToString(true) ?? "").filter(Boolean);
      // What stays is one line for each resource.
      expect(text).toHaveLength(108);
      expect(text.every((line) => /^ {2}\+ +[\d.]+ (s|min)/.test(line))).toBe(true);
    },
  );
});
