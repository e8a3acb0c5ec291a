import { describe, expect, it } from "vitest";
import { quotas } from "./quota-table.ts";
import { parseQuotas, quotaOf } from "./quotas.ts";

describe("quotas", () => {
  it("are AWS's until the account's own are given", () => {
    const own = parseQuotas(["vpc:vpcs=20", "s3:buckets=100"]);
    expect(own).toEqual({ "vpc:vpcs": 20, "s3:buckets": 100 });
    expect(quotaOf("vpc:vpcs", own)).toBe(20);
    expect(quotaOf("vpc:elastic-ips", own)).toBe(5);
  });

  it("are refused all at once, each with what is wrong with it and the name that was probably meant", () => {
    const wrong = () =>
      parseQuotas(["vpc:vpc=3", "vpc:vpcs=many", "s3:buckets", "banana=1", "eks:clusters=2"]);
    expect(wrong).toThrow('There is no quota "vpc:vpc"; is it "vpc:vpcs"?');
    expect(wrong).toThrow('The quota "vpc:vpcs=many" has no whole number behind "vpc:vpcs=".');
    expect(wrong).toThrow('The quota "s3:buckets" has no whole number');
    expect(wrong).toThrow('There is no quota "banana".\n');
    expect(wrong).not.toThrow("eks:clusters=2");
    expect(wrong).toThrow("with a name of: vpc:vpcs, ");
  });

  it("stand under one name and one code each", () => {
    const codes = Object.values(quotas).flatMap(({ code }) => code ?? []);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^L-[0-9A-F]{8}$/);
    for (const { value } of Object.values(quotas)) expect(value).toBeGreaterThan(0);
  });
});
