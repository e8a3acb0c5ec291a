import { expect, it } from "vitest";
import { checkSettings } from "../infra/settings/check-settings.ts";
import { synthesize } from "../infra/synthesize.ts";
import { existingKinds } from "../src/operate/existing/kinds.ts";

const settings = { account_id: "123456789012", replica_region: "eu-west-1", trail_insights: true };
const access = {
  cluster_admins: ["arn:aws:iam::123456789012:role/admin"],
  interface_endpoints: ["private-eks"],
};

it("everything that is declared can be found again, or needs not to be", () => {
  const declared = ["dev", "prod"].flatMap((environment) => {
    const checked = checkSettings(environment, { ...settings, ...access }, { today: new Date("2026-11-23") });
    if (!checked.settings) throw new Error(JSON.stringify(checked.problems));
    return synthesize(environment, checked.settings).resources.map(({ type }) => type);
  });
  const types = [...new Set(declared)].sort();
  expect(types.length).toBeGreaterThan(35);
  expect(types.filter((type) => !existingKinds.has(type))).toEqual([]);
});
