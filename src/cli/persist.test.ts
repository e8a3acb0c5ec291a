import { describe, expect, test } from "vitest";
import { EngineFailed } from "../terraform/errors.ts";
import { persist } from "./persist.ts";

const failed = (summary: string, address = "aws_vpc.vpc") =>
  new EngineFailed({
    command: "apply",
    exitCode: 1,
    interrupted: false,
    diagnostics: [{ severity: "error", summary, detail: "", address }],
    output: "",
  });

const refusal = (code: string, requestId: string) =>
  failed(
    `creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: ${requestId}, api error ${code}: no`,
  );

/** Fails with these errors, then succeeds; says how often it was tried. */
function work(...errors: readonly unknown[]) {
  let tries = 0;
  return {
    run: async () => {
      const error = errors[tries++];
      if (error) throw error;
      return tries;
    },
    get tries() {
      return tries;
    },
  };
}

describe("trying again on a bad day", () => {
  test("until it goes through, telling of each failure in a line", async () => {
    const told: string[] = [];
    const { run } = work(
      refusal("RequestLimitExceeded", "1"),
      failed("Provider produced inconsistent result"),
    );
    const onFailure = async ({ attempt, lines }: { attempt: number; lines: readonly string[] }) => {
      told.push(`${attempt} ${lines}`);
      return "";
    };
    expect(await persist(run, { limit: 10, onFailure })).toBe(3);
    expect(told).toEqual([
      "1 aws_vpc.vpc: RequestLimitExceeded: no",
      "2 aws_vpc.vpc: Provider produced inconsistent result",
    ]);
  });

  test("not when the same refusal came twice and nothing got further", async () => {
    const denied = work(refusal("AccessDenied", "1"), refusal("AccessDenied", "2"));
    await expect(persist(denied.run, { limit: 10 })).rejects.toThrow("AccessDenied");
    expect(denied.tries).toBe(2);
  });

  test("not even when AWS gave other ids to what it made for the second", async () => {
    const nodes = (id: string) => failed(`unexpected state 'CREATE_FAILED'. ${id}: NodeCreationFailure`);
    const doomed = work(nodes("i-0643de28ac8af1de5"), nodes("i-0a43de28ac8af1de6"));
    await expect(persist(doomed.run, { limit: 10 })).rejects.toThrow("NodeCreationFailure");
    expect(doomed.tries).toBe(2);
  });

  test("but while something gets further, and while it is only asked to slow down", async () => {
    let resources = 0;
    const onFailure = async () => String(resources++);
    const some = work(refusal("AccessDenied", "1"), refusal("AccessDenied", "2"));
    expect(await persist(some.run, { limit: 10, onFailure })).toBe(3);
    const slow = work(...Array.from({ length: 5 }, (_, index) => refusal("Throttling", String(index))));
    expect(await persist(slow.run, { limit: 10 })).toBe(6);
  });

  test("as often as is allowed, once on a good day", async () => {
    const always = work(...Array.from({ length: 9 }, () => refusal("Throttling", "1")));
    await expect(persist(always.run, { limit: 3 })).rejects.toThrow("Throttling");
    expect(always.tries).toBe(3);
    const once = work(refusal("Throttling", "1"));
    await expect(persist(once.run, { limit: 1 })).rejects.toThrow("Throttling");
  });

  test("never after Ctrl-C, nor after a bug", async () => {
    const stopped = new EngineFailed({
      command: "apply",
      exitCode: 1,
      interrupted: true,
      diagnostics: [],
      output: "",
    });
    for (const error of [stopped, new TypeError("x is not a function")]) {
      const broken = work(error);
      await expect(persist(broken.run, { limit: 10 })).rejects.toBe(error);
      expect(broken.tries).toBe(1);
    }
  });
});
