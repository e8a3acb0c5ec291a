import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FaultRules, parseFaults, printFaults } from "./language.ts";
import { FaultLanguageError } from "./problem.ts";
import type { FaultSettings } from "./settings.ts";

const catalog = new Map([
  ["ec2", ["CreateVpc", "DescribeVpcs"]],
  ["eks", ["CreateCluster"]],
  ["iam", ["GetRole"]],
]);

const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
const duration = fc.integer({ min: 0, max: 9_999_999_999 });
const settings: fc.Arbitrary<FaultSettings> = fc
  .record(
    {
      throttle: share,
      error: share,
      drop: share,
      "drop-before": share,
      "drop-after": share,
      latency: fc
        .tuple(fc.nat(999_999), fc.nat(999_999))
        .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      stale: duration,
      down: fc.record({ start: duration, length: duration }),
      times: fc.integer({ min: 1, max: 999_999_999 }),
      fail: fc.array(fc.constantFrom("cluster" as const, "nodegroup" as const, "log-group" as const), {
        minLength: 1,
      }),
      capacity: fc.array(
        fc.constantFrom(
          { instanceType: "m5.large" },
          { zone: "ap-southeast-1a" },
          { instanceType: "u-6tb1.112xlarge", zone: "us-gov-west-1b" },
        ),
        { minLength: 1 },
      ),
    },
    { requiredKeys: [] },
  )
  .filter((chosen) => Object.keys(chosen).length > 0);
const rules: fc.Arbitrary<FaultRules> = fc.record(
  {
    rules: fc.array(
      fc.record({
        selectors: fc.array(fc.constantFrom("*", "ec2", "ec2:CreateVpc", "eks:Create*"), { minLength: 1 }),
        settings,
      }),
    ),
    seed: fc.nat(),
  },
  { requiredKeys: ["rules"] },
);

describe("the language of faults", () => {
  test("reads what it prints", () => {
    const readsBack = fc.property(rules, (given) => {
      expect(parseFaults(printFaults(given), catalog)).toEqual(given);
    });
    fc.assert(readsBack);
  });

  test("never breaks on a text, whatever is in it", () => {
    const text = fc.array(
      fc.constantFrom("ec2", ":", "throttle", "=", "0.2", ",", "\n", ";", "#", '"', "@", "1s", "*", " "),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          text.map((parts) => parts.join("")),
          fc.string(),
        ),
        (given) => {
          try {
            expect(parseFaults(printFaults(parseFaults(given)))).toEqual(parseFaults(given));
          } catch (error) {
            expect(error).toBeInstanceOf(FaultLanguageError);
          }
        },
      ),
    );
  });

  test("reads one line with everything", () => {
    expect(parseFaults("throttle=0.2,error=0.02,latency=50-400,stale=2s,drop=0.01,seed=7")).toEqual({
      rules: [
        {
          selectors: ["*"],
          settings: { throttle: 0.2, error: 0.02, latency: { from: 50, to: 400 }, stale: 2000, drop: 0.01 },
        },
      ],
      seed: 7,
    });
  });

  test("reads rules by service and operation, parted by new lines or semicolons", () => {
    const { rules: read } = parseFaults(
      "ec2, iam throttle=.5 # a busy day\n\neks:Create* fail=nodegroup times=1; down=30s@2m",
    );
    expect(read).toEqual([
      { selectors: ["ec2", "iam"], settings: { throttle: 0.5 } },
      { selectors: ["eks:Create*"], settings: { fail: ["nodegroup"], times: 1 } },
      { selectors: ["*"], settings: { down: { length: 30_000, start: 120_000 } } },
    ]);
  });

  test("lets a setting beside a preset have its own value", () => {
    expect(parseFaults("bad-day throttle=0.9").rules[0]?.settings).toMatchObject({
      throttle: 0.9,
      stale: 1000,
    });
  });

  test("reads an empty text as a good day", () => {
    expect(parseFaults(" # nothing\n;\n")).toEqual({ rules: [] });
  });

  test.each([
    ["thottle=0.2", "1:1 received thottle=0.2, expected a setting or a preset; did you mean throttle?"],
    ["throttle=20", "1:1 received throttle=20, expected throttle= with a share from 0 to 1, such as 0.2"],
    ["ec2 stale=2", "1:5 received stale=2, expected stale= with a duration such as 2s, 500ms or 1m"],
    ["latency=400-50", "1:1 received latency=400-50, expected latency= with milliseconds such as 100"],
    ["ec3 throttle=1", "1:1 received ec3, expected the name of a service or a setting; did you mean ec2?"],
    [
      "ec2:CreateVcp throttle=1",
      "received ec2:CreateVcp, expected an operation of ec2; did you mean CreateVpc?",
    ],
    ["error=0.1\n\n  ec2", "3:3 received ec2, expected settings after it"],
    ["iam seed=1", "received seed=1, expected seed= without a selector"],
    ["times=1 times=2", "1:9 received times=2, expected times= once in a rule"],
    ["fail=pod", "expected fail= with cluster, nodegroup or log-group"],
    ["capacity=large", "expected capacity= with an instance type, a zone, or both"],
    ["replay=a.jsonl throttle=1", "expected replay= alone"],
    ["bad-dya", "1:1 received bad-dya, expected the name of a service or a setting; did you mean bad-day?"],
  ])("says what is wrong with %s", (text, message) => {
    expect(() => parseFaults(text, catalog)).toThrow(message);
  });

  test("says everything at once", () => {
    const refused = () => parseFaults("throttle=2, eror=0.1\nec3 drop=x", catalog);
    try {
      refused();
      expect.unreachable();
    } catch (error) {
      expect((error as FaultLanguageError).problems.map(({ line, column }) => [line, column])).toEqual([
        [1, 1],
        [1, 13],
        [2, 1],
        [2, 5],
      ]);
    }
  });

  test("has only examples in its description that can be read", () => {
    const text = readFileSync(new URL("language.md", import.meta.url), "utf8");
    const examples = [...text.matchAll(/```faults\n(.*?)```/gs)].map(([, example = ""]) => example);
    expect(examples.length).toBeGreaterThan(2);
    for (const example of examples) parseFaults(example);
  });
});
