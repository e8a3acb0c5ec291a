import { describe, expect, it } from "vitest";
import { control } from "./control.ts";
import { testCluster } from "./services/eks/test-cluster.ts";
import type { TimeReport } from "./time-control.ts";

describe("GET and PUT /_local/time", () => {
  it("tell what is under way, and change how fast it comes", async () => {
    const clock = { now: new Date("2026-11-23T12:00:00Z") };
    const { aws, create } = await testCluster({ now: () => clock.now, awsTime: "real" });
    await create();
    const ask = (method: string, body = "") => {
      const request = { method, path: "/_local/time", query: "", headers: {}, secure: false };
      const response = control(aws, { ...request, body: new TextEncoder().encode(body) });
      return { status: response.status, ...JSON.parse(String(response.body)) } as TimeReport & {
        status: number;
        message?: string;
      };
    };
    const before = ask("GET");
    const transition = "eks:cluster-created";
    expect(before).toMatchObject({ awsTime: "real", waiting: [{ transition, dueInSeconds: 612 }] });
    clock.now = new Date(clock.now.getTime() + 12_000);
    expect(ask("PUT", '{"awsTime":"x60"}').waiting[0]?.dueInSeconds).toBeCloseTo(10);
    expect(ask("PUT", "x30\n")).toMatchObject({ status: 200, awsTime: "x30" });
    expect(ask("PUT", '{"awsTime":"fast"}')).toMatchObject({
      status: 400,
      message: expect.stringContaining("Expected off, real"),
    });
    expect(ask("PUT", '{"awsTime":"off"}')).toMatchObject({ awsTime: "off", waiting: [] });
  });
});
