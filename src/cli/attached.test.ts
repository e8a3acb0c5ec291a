import { describe, expect, it } from "vitest";
import { checkSettings } from "../../infra/settings/check-settings.ts";
import { synthesize } from "../../infra/synthesize.ts";
import { canShareProvider } from "./attached.ts";

function declared(values: Record<string, unknown>) {
  const given = { account_id: "123456789012", ...values };
  const { settings, problems } = checkSettings("prod", given, { today: new Date("2026-11-23") });
  if (!settings) throw new Error(JSON.stringify(problems));
  return { stack: synthesize("prod", settings) };
}

describe("one provider process for all runs", () => {
  it("serves one region, and no replica's beside it, whose resources it would take for the other's", () => {
    expect(canShareProvider(declared({}))).toBe(true);
    expect(canShareProvider(declared({ replica_region: "ap-northeast-1" }))).toBe(false);
  });
});
