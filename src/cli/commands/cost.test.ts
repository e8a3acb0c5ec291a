import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Price } from "../../facts/prices/price.ts";
import { keepPrices } from "../costing.ts";
import { findProject } from "../project.ts";
import { run } from "../run.ts";
import { testIo } from "../test-io.ts";

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "cost-"));
});

afterEach(() => {
  rmSync(cache, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

async function cost(...args: string[]) {
  const io = { ...testIo({ env: { INFRA_CACHE_DIR: cache } }), now: () => Date.parse("2026-11-23") };
  const account = ["--var", "account_id=123456789012"];
  const code = await run(["cost", ...args, ...account], io);
  return { code, ...io.written };
}

const project = () => findProject({ INFRA_CACHE_DIR: cache });

const nat: Price = {
  id: "nat.hour",
  what: "NAT gateway",
  region: "ap-southeast-1",
  unit: "hour",
  per: 1,
  usd: 10,
  source: "AWS price list API",
  date: "2026-11-22",
};

describe("infra cost", () => {
  it("ends in the total, without an account, an engine or a network", async () => {
    const { code, stdout, stderr } = await cost("dev");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trim().split("\n").at(-1)).toMatch(/^In all about \$\d+ a month: /);
  });

  it("answers what if it were declared or used otherwise", async () => {
    const total = async (...args: string[]) =>
      JSON.parse((await cost("prod", "--json", ...args)).stdout).total as number;
    const now = await total();
    expect(await total("--var", "nat_gateways=single")).toBeLessThan(now - 80);
    expect(await total("--usage", "nat_gb=2500")).toBeCloseTo(now + 2000 * 0.059, 0);
  });

  it("prints the whole estimate as JSON", async () => {
    const { stdout } = await cost("dev", "--json");
    const told = JSON.parse(stdout);
    expect(Object.keys(told)).toEqual([
      "formatVersion",
      "environment",
      "region",
      "usageFile",
      "currency",
      "total",
      "lines",
      "notPriced",
      "savings",
      "usage",
    ]);
    expect(told.lines[0].price).toMatchObject({ source: expect.any(String), date: expect.any(String) });
  });

  it("refuses what lines cannot be added up by", async () => {
    const { code, stderr } = await cost("dev", "--by", "servce");
    expect(code).toBe(1);
    expect(stderr).toContain('Did you mean "service"?');
  });

  it("says which environments there are", async () => {
    const { code, stderr } = await cost("develop");
    expect(code).toBe(1);
    expect(stderr).toContain("dev, staging, prod");
  });

  it("goes by what AWS's price list answered before, and says so", async () => {
    await keepPrices(project(), "ap-southeast-1", [nat]);
    const { stdout } = await cost("dev");
    expect(stdout).toMatch(/NAT gateways +730 h × \$10 +\$7,300\.00/);
    expect(stdout.replace(/\s+/g, " ")).toContain("1 asked of AWS's price list");
  });

  it("keeps earlier answers beside new ones, and goes on without a damaged file", async () => {
    await keepPrices(project(), "ap-southeast-1", [nat, { ...nat, id: "nat.data" }]);
    await keepPrices(project(), "ap-southeast-1", [{ ...nat, usd: 20 }]);
    const [file = ""] = readdirSync(join(cache, "prices"));
    const kept = JSON.parse(readFileSync(join(cache, "prices", file), "utf8")).prices as Price[];
    expect(kept.map(({ id, usd }) => [id, usd])).toEqual([
      ["nat.hour", 20],
      ["nat.data", 10],
    ]);
    const other = JSON.stringify({ formatVersion: 2, prices: [nat] });
    for (const damaged of ["{", "null", '{"formatVersion":1,"prices":{}}', other]) {
      writeFileSync(join(cache, "prices", file), damaged);
      expect((await cost("dev")).stdout, damaged).toContain("730 h × $0.059");
    }
  });

  it("cannot ask for prices without credentials, and says what to do", async () => {
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    for (const name of [
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_PROFILE",
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    ])
      vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(cache, "none"));
    vi.stubEnv("AWS_CONFIG_FILE", join(cache, "none"));
    const { code, stderr } = await cost("dev", "--refresh");
    expect(code).toBe(1);
    expect(stderr).toContain("AWS's prices cannot be asked for without valid credentials.");
    expect(stderr).not.toContain("at ");
  });

  it("asks AWS for prices, keeps the answers, and says what had none", async () => {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        const pricing = request.headers["x-amz-target"] === "AWSPriceListService.GetProducts";
        response.setHeader("content-type", pricing ? "application/x-amz-json-1.1" : "text/xml");
        const found = body.includes("NAT Gateway") ? [natProduct] : [];
        response.end(pricing ? JSON.stringify({ FormatVersion: "aws_v1", PriceList: found }) : noSpotPrices);
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    const { code, stdout } = await cost("dev", "--refresh");
    server.close();
    expect(code).toBe(0);
    const text = stdout.replace(/\s+/g, " ");
    expect(text).toContain("NAT gateways 730 h × $0.061");
    expect(text).toContain("AWS's price list gave 1 price for ap-southeast-1. These stay as they were:");
    expect(text).toContain("- nat.data: AWS's price list has nothing like it in ap-southeast-1");
    expect(stdout.trim().split("\n").at(-1)).toMatch(/^In all about /);
    // Later commands go by it, without asking.
    vi.unstubAllEnvs();
    expect((await cost("dev")).stdout).toContain("730 h × $0.061");
  });
});

const natProduct = JSON.stringify({
  product: { attributes: { usagetype: "APS1-NatGateway-Hours" } },
  terms: {
    OnDemand: {
      "X.Y": {
        effectiveDate: "2026-11-01T00:00:00Z",
        priceDimensions: {
          "X.Y.Z": { unit: "Hrs", beginRange: "0", endRange: "Inf", pricePerUnit: { USD: "0.0610000000" } },
        },
      },
    },
  },
});

const noSpotPrices =
  '<DescribeSpotPriceHistoryResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><spotPriceHistorySet/></DescribeSpotPriceHistoryResponse>';
