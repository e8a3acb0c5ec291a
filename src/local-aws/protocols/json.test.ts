import { DescribeClusterCommand } from "@aws-sdk/client-eks";
import { describe, expect, it } from "vitest";
import { describeCommand } from "../operation.ts";
import { toJson } from "./json.ts";

describe("JSON", () => {
  // The JavaScript client would read either; Go's, and so Terraform, reads numbers only.
  it("carries times as numbers of seconds, with their milliseconds", () => {
    const { output } = describeCommand(DescribeClusterCommand);
    const createdAt = new Date("2026-11-23T12:34:56.789Z");
    expect(toJson(output, { cluster: { createdAt } })).toEqual({ cluster: { createdAt: 1795437296.789 } });
  });
});
