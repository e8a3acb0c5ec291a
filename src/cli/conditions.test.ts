import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { readConditions } from "./conditions.ts";
import { UserError } from "./errors.ts";

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "infra-")), name);
  writeFileSync(path, text);
  return path;
}

function problemsOf(options: Parameters<typeof readConditions>[0]): Record<string, string> {
  try {
    readConditions(options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return Object.fromEntries(
      error.problems.map(({ subject, received, expected, fix }) => [
        subject,
        [received, expected, fix].join(" | "),
      ]),
    );
  }
  return {};
}

describe("the conditions of a rehearsal", () => {
  test("a good, fast day with an administrator, unless told otherwise", () => {
    expect(readConditions({})).toEqual({ quotas: {}, attempts: 10 });
  });

  test("are read from the options; faults and policies from files too", () => {
    const policy = file("policy.json", '{ "Version": "2012-10-17", "Statement": [] }');
    const rules = file("day.faults", "bad-day\nseed=7\n");
    const options = {
      awsTime: "x60",
      quota: ["vpc:vpcs=1", "eks:clusters=2"],
      attempts: "3",
      deployer: policy,
    };
    const read = {
      awsTime: "x60",
      quotas: { "vpc:vpcs": 1, "eks:clusters": 2 },
      attempts: 3,
      deployer: '{"Version":"2012-10-17","Statement":[]}',
    };
    expect(readConditions({ ...options, faults: `@${rules}` })).toEqual({
      ...read,
      faults: "bad-day\nseed=7\n",
    });
    expect(readConditions({ ...options, faults: rules }).faults).toBe("bad-day\nseed=7\n");
    expect(readConditions({ ...options, faults: "worst-day" }).faults).toBe("worst-day");
  });

  test("everything that is wrong is said at once, with what was meant", () => {
    expect(
      problemsOf({
        awsTime: "60x",
        faults: "throttle=2",
        quota: ["vpc:vpc=1"],
        attempts: "0",
        deployer: file("policy.json", "[]"),
      }),
    ).toEqual({
      "--aws-time": "60x | real, off, or x and a factor | x60 is 60 times as fast as AWS",
      "--faults": expect.stringMatching(/^throttle=2 \| throttle= with a share from 0 to 1/),
      "--quota": expect.stringMatching(/^vpc:vpc=1 \| .*with a name of: vpc:vpcs, .*is it "vpc:vpcs"\?$/),
      "--attempts": "0 | a whole number from 1 to 999 | leave it out for 10",
      "--deployer": expect.stringMatching(/^JSON without a Statement \| an IAM policy document/),
    });
  });

  test("a journal is found from wherever the server runs, blanks in its path included", () => {
    const journal = file("a day.jsonl", '{"rules":"","seed":1}\n');
    const { faults } = readConditions({ faults: `replay="${relative(process.cwd(), journal)}"` });
    expect(faults).toBe(`replay="${journal}"`);
  });

  test("a file that is not there, and a journal that is none", () => {
    expect(problemsOf({ deployer: "nowhere.json" })["--deployer"]).toContain("which is not there");
    expect(problemsOf({ faults: "@nowhere" })["--faults"]).toContain("which is not there");
    expect(problemsOf({ faults: `replay=${file("x.jsonl", "no\n")}` })["--faults"]).toContain(
      "is not of a journal of faults",
    );
  });
});
