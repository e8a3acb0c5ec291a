import { expect, test } from "vitest";
import { readBehaviour } from "./behaviour.ts";
import { services } from "./services/index.ts";

test("a server's flags are a fast AWS without faults unless they say otherwise", () => {
  expect(readBehaviour({}, services)).toEqual({ awsTime: "off", quotas: {}, strict: true, faults: "" });
  expect(readBehaviour({ seed: "7", "aws-time": "x60", faults: "bad-day" }, services)).toMatchObject({
    seed: 7,
    awsTime: "x60",
    faults: "bad-day",
  });
});

test("everything that is wrong with a server's flags is said at once", () => {
  const flags = { seed: "x", "aws-time": "fast", faults: "ec3 throttle=1", quota: ["vpc:vcps=1"] };
  const read = () => readBehaviour(flags, services);
  expect(read).toThrow('The seed "x" is not a whole number from 0.');
  expect(read).toThrow("fast");
  expect(read).toThrow("1:1 received ec3, expected the name of a service or a setting; did you mean ec2?");
  expect(read).toThrow("vpc:vcps");
});
