import { expect, it } from "vitest";
import { reviewedResources } from "./resources.ts";

it("takes a resource for what it will be, not for what an earlier replacement left behind", () => {
  const change = { mode: "managed" as const, type: "aws_eip", address: "aws_eip.nat" };
  const [resource] = reviewedResources({
    configuration: { resource: { aws_eip: { nat: { domain: "vpc" } } } },
    declared: [{ address: "aws_eip.nat", module: "vpc", path: "vpc/nat" }],
    plan: {
      resource_changes: [
        { ...change, change: { actions: ["update"], before: { id: "new" } } },
        { ...change, deposed: "ab12", change: { actions: ["delete"], before: { id: "old" } } },
      ],
    },
  });
  expect(resource).toMatchObject({ change: "update", declared: { domain: "vpc" }, deployed: { id: "new" } });
});
