import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noticedAfter, timesOf } from "./task-time.ts";
import { kindsOfUpdate } from "./update-kinds.ts";

describe("when the provider notices", () => {
  it("asks at once, then doubles its pause up to ten seconds", () => {
    const asked = [0, 0.1, 0.5, 1, 2, 4, 7, 13, 23].map((seconds) => noticedAfter(seconds));
    expect(asked.map((at) => Number(at.toFixed(3)))).toEqual([0, 0.2, 0.6, 1.4, 3, 6.2, 12.6, 22.6, 32.6]);
  });

  it("waits before the first question, and between them, as it was told", () => {
    expect(noticedAfter(0, { delaySeconds: 10, atLeastSeconds: 10 })).toBe(10);
    expect(noticedAfter(11, { delaySeconds: 10, atLeastSeconds: 10 })).toBe(20);
    expect(noticedAfter(3.3, { atLeastSeconds: 10, inARow: 3 })).toBe(30);
  });

  it("is never before it is so, and at most ten seconds late", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 3000, noNaN: true }), (seconds) => {
        const late = noticedAfter(seconds) - seconds;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(10.01);
      }),
    );
  });
});

describe("how long one step takes", () => {
  it("tells add-ons and endpoints apart", () => {
    expect(timesOf("aws_eks_addon", "create", { addon_name: "coredns" }, "aws").seconds).toBe(15);
    expect(timesOf("aws_vpc_endpoint", "create", {}, "aws").seconds).toBe(6);
    expect(timesOf("aws_vpc_endpoint", "create", { vpc_endpoint_type: "Interface" }, "aws").seconds).toBe(
      100,
    );
  });

  it("adds up what AWS is asked for one after the other", () => {
    const kinds = kindsOfUpdate("aws_eks_cluster", [
      "vpc_config[0].endpoint_public_access",
      "vpc_config[0].public_access_cidrs",
      "enabled_cluster_log_types",
    ]);
    expect(kinds).toEqual(["EndpointAccessUpdate", "LoggingUpdate"]);
    expect(timesOf("aws_eks_cluster", "update", {}, "aws", kinds).seconds).toBe(300 + 90);
    const scaling = kindsOfUpdate("aws_eks_node_group", ["scaling_config[0].max_size"]);
    expect(timesOf("aws_eks_node_group", "update", {}, "aws", scaling).seconds).toBe(30);
    // An upgrade, and whatever else replaces nodes, takes what the type takes.
    const version = kindsOfUpdate("aws_eks_node_group", ["version"]);
    expect(timesOf("aws_eks_node_group", "update", {}, "aws", version).seconds).toBe(240);
  });

  it("tags in a moment what takes minutes to change", () => {
    expect(timesOf("aws_eks_cluster", "retag", {}, "aws").seconds).toBe(2);
    expect(timesOf("aws_eks_cluster", "retag", {}, "real").seconds).toBeLessThan(1);
  });

  it("gives what is random as a range", () => {
    const { low, seconds, high } = timesOf("aws_eks_cluster", "delete", {}, "x60");
    expect([low, seconds, high].map(Math.floor)).toEqual([30, 60, 90]);
  });
});
