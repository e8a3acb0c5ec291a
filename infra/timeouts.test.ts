import { describe, expect, it } from "vitest";
import { awsTimes } from "../src/facts/aws-times.ts";
import { timeouts, writeTimeouts } from "./timeouts.ts";

describe("time-outs", () => {
  it("are written into every resource of their kind, and leave one that was chosen", () => {
    const resources = {
      aws_nat_gateway: { a: {}, b: { timeouts: { create: "5m" } } },
      aws_vpc: { main: {} },
    };
    writeTimeouts(resources);
    expect(resources).toEqual({
      aws_nat_gateway: {
        a: { timeouts: { create: "20m", delete: "30m" } },
        b: { timeouts: { create: "5m" } },
      },
      aws_vpc: { main: {} },
    });
  });

  it("leave AWS twice the time that it takes at its slowest, as far as that is known", () => {
    const tight = awsTimes.flatMap(({ type, action, variant, high }) => {
      const minutes = timeouts.find((one) => one.type === type)?.[action];
      return minutes !== undefined && variant === undefined && minutes * 60 < 2 * high
        ? [`${type} ${action}`]
        : [];
    });
    expect(tight).toEqual([]);
  });
});
