import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EC2Client } from "@aws-sdk/client-ec2";
import { PricingClient } from "@aws-sdk/client-pricing";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { priceItems, publicPrices } from "../facts/prices/index.ts";
import type { PriceItem } from "../facts/prices/price.ts";
import { priceListClient, refreshPrices } from "./price-list.ts";
import { refreshSpotPrices } from "./price-list-spot.ts";

const region = "ap-southeast-1";
const date = "2026-11-23";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "local" };

interface Question {
  readonly ServiceCode: string;
  readonly Filters: readonly { Type: string; Field: string; Value: string }[];
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

/** What the server answers: a body, or an error of AWS's. */
type Reply = { readonly status?: number; readonly type?: string; readonly body: unknown };

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** AWS's endpoint for prices, as far as the SDK can tell. */
async function pricing(answer: (question: Question) => Reply | Promise<Reply>) {
  const asked: Question[] = [];
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", async () => {
      expect(request.headers["x-amz-target"]).toBe("AWSPriceListService.GetProducts");
      const question: Question = JSON.parse(text);
      asked.push(question);
      const { status = 200, type, body } = await answer(question);
      response.writeHead(status, {
        "content-type": "application/x-amz-json-1.1",
        ...(type && { "x-amzn-errortype": type }),
      });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const access = { endpoint: `http://127.0.0.1:${port}`, credentials };
  return { asked, access, client: priceListClient(access) };
}

const list = (...products: readonly unknown[]): Reply => ({
  body: { FormatVersion: "aws_v1", PriceList: products.map((product) => JSON.stringify(product)) },
});

type Dimension = { usd: string; from?: string; upTo?: string; unit?: string };

function term(sku: string, dimensions: readonly Dimension[], effectiveDate = "2026-11-01T00:00:00Z") {
  return {
    sku,
    effectiveDate,
    offerTermCode: "JRTCKXETXF",
    termAttributes: {},
    priceDimensions: Object.fromEntries(
      dimensions.map(({ usd, from = "0", upTo = "Inf", unit = "Hrs" }, at) => [
        `${sku}.JRTCKXETXF.${at}`,
        {
          unit,
          beginRange: from,
          endRange: upTo,
          description: `$${usd} per ${unit}`,
          appliesTo: [],
          rateCode: `${sku}.JRTCKXETXF.${at}`,
          pricePerUnit: { USD: usd },
        },
      ]),
    ),
  };
}

function product(
  usagetype: string,
  dimensions: readonly Dimension[],
  over: { sku?: string; terms?: Record<string, unknown>; attributes?: Record<string, string> } = {},
) {
  const { sku = "SKU1" } = over;
  return {
    product: {
      productFamily: "Some Family",
      attributes: { usagetype, regionCode: region, servicecode: "Some", ...over.attributes },
      sku,
    },
    serviceCode: "Some",
    terms: { OnDemand: over.terms ?? { [`${sku}.JRTCKXETXF`]: term(sku, dimensions) } },
    version: "20261101000000",
    publicationDate: "2026-11-01T00:00:00Z",
  };
}

function items(...ids: readonly string[]): readonly PriceItem[] {
  return ids.map((id) => {
    const item = priceItems.find((candidate) => candidate.id === id);
    if (!item) throw new Error(`no item ${id}`);
    return item;
  });
}

const refresh = (client: PricingClient, ...ids: readonly string[]) =>
  refreshPrices({ region, items: items(...ids), client, date });

describe("the price of a NAT gateway", () => {
  test("is asked for by attributes and region, and told with its source and day", async () => {
    const { asked, client } = await pricing(() =>
      list(
        product("APS1-NatGateway-Hours", [{ usd: "0.0590000000" }]),
        product("APS1-RegionalNatGateway-Hours", [{ usd: "0.1180000000" }], { sku: "SKU2" }),
        product("APS1-NatGateway-Bytes", [{ usd: "0.0610000000" }], { sku: "SKU3" }),
      ),
    );
    expect(await refresh(client, "nat.hour")).toEqual({
      prices: [
        {
          id: "nat.hour",
          what: "NAT gateway",
          region,
          unit: "hour",
          per: 1,
          usd: 0.059,
          source: "AWS price list API",
          date,
        },
      ],
      missing: [],
    });
    expect(asked).toEqual([
      {
        ServiceCode: "AmazonEC2",
        FormatVersion: "aws_v1",
        MaxResults: 100,
        Filters: [
          { Type: "TERM_MATCH", Field: "productFamily", Value: "NAT Gateway" },
          { Type: "TERM_MATCH", Field: "regionCode", Value: region },
        ],
      },
    ]);
  });

  test.each([
    "NatGateway-Hours",
    "USE1-NatGateway-Hours",
    "EU-NatGateway-Hours",
    "ap-southeast-1-NatGateway-Hours",
  ])("is known as %s", async (usagetype) => {
    const { client } = await pricing(() => list(product(usagetype, [{ usd: "0.045" }])));
    expect((await refresh(client, "nat.hour")).prices).toMatchObject([{ usd: 0.045 }]);
  });
});

describe("what AWS's price list may look like", () => {
  test("pages: all are read", async () => {
    const { asked, client } = await pricing(({ NextToken }) =>
      NextToken
        ? list(product("APS1-NatGateway-Hours", [{ usd: "0.059" }]))
        : { body: { PriceList: [], NextToken: "more" } },
    );
    expect((await refresh(client, "nat.hour")).prices).toMatchObject([{ usd: 0.059 }]);
    expect(asked.map(({ NextToken }) => NextToken)).toEqual([undefined, "more"]);
  });

  test("steps: they come in order, for the item's number of units", async () => {
    const { client } = await pricing(({ ServiceCode }) =>
      ServiceCode === "awskms"
        ? list(product("ap-southeast-1-KMS-Requests", [{ usd: "0.0000030000", unit: "Requests" }]))
        : list(
            product("APS1-TimedStorage-ByteHrs", [
              { usd: "0.0230000000", from: "512000", unit: "GB-Mo" },
              { usd: "0.0250000000", upTo: "51200", unit: "GB-Mo" },
              { usd: "0.0240000000", from: "51200", upTo: "512000", unit: "GB-Mo" },
            ]),
            // S3 Tables', which only looks like another region's.
            product("APS1-Tables-TimedStorage-ByteHrs", [{ usd: "0.0288" }], { sku: "SKU2" }),
          ),
    );
    expect((await refresh(client, "s3.standard", "kms.requests")).prices).toMatchObject([
      {
        id: "s3.standard",
        usd: [{ upTo: 51_200, usd: 0.025 }, { upTo: 512_000, usd: 0.024 }, { usd: 0.023 }],
      },
      { id: "kms.requests", per: 10_000, usd: 0.03 },
    ]);
  });

  test("terms: the one in force counts, not one that is over or announced", async () => {
    const terms = {
      old: term("SKU1", [{ usd: "0.062" }], "2025-01-01T00:00:00Z"),
      now: term("SKU1", [{ usd: "0.059" }], "2026-11-01T00:00:00Z"),
      next: term("SKU1", [{ usd: "0.055" }], "2026-12-01T00:00:00Z"),
    };
    const { client } = await pricing(() => list(product("APS1-NatGateway-Hours", [], { terms })));
    expect((await refresh(client, "nat.hour")).prices).toMatchObject([{ usd: 0.059 }]);
  });

  test("several products that cost the same are one price; different ones are none", async () => {
    const two = (other: string) => () =>
      list(
        product("APS1-Requests-Tier1", [{ usd: "0.000005" }]),
        product("APS1-Requests-Tier1", [{ usd: other }], { sku: "SKU2" }),
      );
    const same = await pricing(two("0.0000050000"));
    expect((await refresh(same.client, "s3.requests.write")).prices).toMatchObject([{ usd: 0.005 }]);
    server?.close();
    const different = await pricing(two("0.000006"));
    expect(await refresh(different.client, "s3.requests.write")).toEqual({
      prices: [],
      missing: [
        {
          id: "s3.requests.write",
          why: "AWS's price list has 2 prices for it in ap-southeast-1, and no word which one counts",
        },
      ],
    });
  });

  test("nothing: the item is missing, with the reason, and the others are told", async () => {
    const { client } = await pricing(({ ServiceCode }) =>
      ServiceCode === "AmazonECR" ? list() : list(product("APS1-NatGateway-Hours", [{ usd: "0.059" }])),
    );
    const { prices, missing } = await refresh(client, "ecr.storage", "nat.hour", "transfer.regions");
    expect(prices.map(({ id }) => id)).toEqual(["nat.hour"]);
    expect(missing).toEqual([
      { id: "ecr.storage", why: "AWS's price list has nothing like it in ap-southeast-1" },
      { id: "transfer.regions", why: "AWS's price list has no single product for it" },
    ]);
  });

  test("texts that are no products are passed over", async () => {
    const { client } = await pricing(() => ({
      body: {
        PriceList: [
          "no JSON",
          '{"product":{}}',
          JSON.stringify(product("APS1-NatGateway-Hours", [{ usd: "0.059" }])),
        ],
      },
    }));
    expect((await refresh(client, "nat.hour")).prices).toMatchObject([{ usd: 0.059 }]);
  });

  test("throughput by the GiB/s is told by the MiB/s", async () => {
    const { client } = await pricing(() =>
      list(product("APS1-EBS:VolumeP-Throughput.gp3", [{ usd: "49.1520000000", unit: "GiBps-mo" }])),
    );
    expect((await refresh(client, "ebs.gp3.throughput")).prices).toMatchObject([{ usd: 0.048 }]);
  });

  test("extended support is its surcharge and the standard hour", async () => {
    const { client } = await pricing(() =>
      list(
        product("APS1-AmazonEKS-Hours:perCluster", [{ usd: "0.1000000000" }]),
        product("APS1-AmazonEKS-Hours:extendedSupport", [{ usd: "0.5000000000" }], { sku: "SKU2" }),
      ),
    );
    expect((await refresh(client, "eks.cluster.extended")).prices).toMatchObject([
      { id: "eks.cluster.extended", usd: 0.6 },
    ]);
  });

  test("data to the internet is asked for by where it comes from, and begins free", async () => {
    const { asked, client } = await pricing(() =>
      list(
        product("APS1-DataTransfer-Out-Bytes", [
          { usd: "0.12", upTo: "10240" },
          { usd: "0.085", from: "10240" },
        ]),
      ),
    );
    expect((await refresh(client, "transfer.internet")).prices).toMatchObject([
      { usd: [{ upTo: 100, usd: 0 }, { upTo: 10_240, usd: 0.12 }, { usd: 0.085 }] },
    ]);
    expect(asked[0]?.Filters).toContainEqual({ Type: "TERM_MATCH", Field: "fromRegionCode", Value: region });
  });
});

describe("all items", () => {
  test("are asked for one by one, few at a time, and answered as the data has them", async () => {
    let open = 0;
    let most = 0;
    const known = items(
      "nat.hour",
      "nat.data",
      "ebs.gp3",
      "ecr.storage",
      "ipv4.hour",
      "kms.key",
      "logs.ingest",
    );
    const usageTypes = known.map(({ query }) => query?.filters.usagetype ?? "");
    const { asked, client } = await pricing(async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 15));
      open--;
      return list(
        ...known.map(({ id, per }, at) =>
          product(`APS1-${usageTypes[at]}`, [
            { usd: (Number(publicPrices.priceOf(id, region)?.usd) / per).toFixed(10) },
          ]),
        ),
      );
    });
    const { prices, missing } = await refreshPrices({ region, items: known, client, date, concurrency: 3 });
    expect(missing).toEqual([]);
    expect(prices.map(({ id, usd }) => [id, usd])).toEqual(
      known.map(({ id }) => [id, publicPrices.priceOf(id, region)?.usd]),
    );
    expect(asked).toHaveLength(known.length);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe("when AWS does not answer", () => {
  const denied = {
    status: 400,
    type: "AccessDeniedException",
    body: { message: "not authorized to perform" },
  };

  test("throttled questions are put again", async () => {
    let times = 0;
    const { client } = await pricing(() =>
      ++times < 2
        ? { status: 400, type: "ThrottlingException", body: { message: "Rate exceeded" } }
        : list(product("APS1-NatGateway-Hours", [{ usd: "0.059" }])),
    );
    expect((await refresh(client, "nat.hour")).prices).toMatchObject([{ usd: 0.059 }]);
    expect(times).toBe(2);
  });

  test("and does not stop throttling, it says so", async () => {
    const { access } = await pricing(() => ({
      status: 400,
      type: "ThrottlingException",
      body: { message: "Rate exceeded" },
    }));
    const client = new PricingClient({ region: "us-east-1", maxAttempts: 1, ...access });
    await expect(refresh(client, "nat.hour")).rejects.toMatchObject({
      name: "PriceListUnavailable",
      received: "ThrottlingException: Rate exceeded",
      fix: expect.stringContaining("try again in a minute"),
    });
  });

  test("for want of permission, it names the permission, and asks nothing more", async () => {
    let times = 0;
    const { asked, client } = await pricing(() => (++times === 2 ? denied : list()));
    const all = refreshPrices({ region, items: priceItems, client, date, concurrency: 2 });
    await expect(all).rejects.toMatchObject({
      name: "PriceListUnavailable",
      received: "AccessDeniedException: not authorized to perform",
      expected: "permission for pricing:GetProducts",
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(asked.length).toBeLessThan(8);
  });

  test("for want of credentials, it says how to get some", async () => {
    const { access } = await pricing(() => denied);
    const client = priceListClient({
      ...access,
      credentials: async () => {
        throw Object.assign(new Error("Could not load credentials from any providers"), {
          name: "CredentialsProviderError",
        });
      },
    });
    await expect(refresh(client, "nat.hour")).rejects.toMatchObject({
      name: "PriceListUnavailable",
      fix: expect.stringContaining("aws sso login"),
    });
  });

  test("for want of a network, it says so", async () => {
    const client = new PricingClient({
      region: "us-east-1",
      maxAttempts: 1,
      credentials,
      endpoint: "http://127.0.0.1:1",
    });
    await expect(refresh(client, "nat.hour")).rejects.toMatchObject({
      name: "PriceListUnavailable",
      received: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("a question that it does not understand leaves the item out", async () => {
    const { client } = await pricing(() => ({
      status: 400,
      type: "InvalidParameterException",
      body: { message: "Invalid filter" },
    }));
    expect(await refresh(client, "nat.hour")).toEqual({
      prices: [],
      missing: [{ id: "nat.hour", why: "AWS's price list did not understand the question: Invalid filter" }],
    });
  });
});

describe("spot prices", () => {
  const now = new Date("2026-11-23T00:00:00Z");
  const change = (zone: string, at: string, usd: string, type = "m6i.large") =>
    `<item><availabilityZone>${zone}</availabilityZone><instanceType>${type}</instanceType>` +
    `<productDescription>Linux/UNIX</productDescription><spotPrice>${usd}</spotPrice><timestamp>${at}</timestamp></item>`;
  const page = (changes: string, next = "") =>
    `<DescribeSpotPriceHistoryResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>` +
    `<nextToken>${next}</nextToken><spotPriceHistorySet>${changes}</spotPriceHistorySet></DescribeSpotPriceHistoryResponse>`;

  async function ec2(answer: (form: URLSearchParams) => { status?: number; body: string }) {
    const endpoint = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        const { status = 200, body } = answer(new URLSearchParams(text));
        response.writeHead(status, { "content-type": "text/xml" });
        response.end(body);
      });
    });
    await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      endpoint.close();
      endpoint.closeAllConnections();
    });
    const { port } = endpoint.address() as AddressInfo;
    return new EC2Client({ region, credentials, maxAttempts: 1, endpoint: `http://127.0.0.1:${port}` });
  }

  test("are averaged over the week and the zones", async () => {
    const client = await ec2((form) => {
      expect(form.get("StartTime")).toBe("2026-11-16T00:00:00Z");
      expect(form.get("ProductDescription.1")).toBe("Linux/UNIX");
      return form.get("NextToken")
        ? { body: page(change("ap-southeast-1b", "2026-11-10T00:00:00Z", "0.060000")) }
        : {
            // Two days at 0.03 (told by the change before the week), five at 0.065: 0.055 in this zone.
            body: page(
              change("ap-southeast-1a", "2026-11-18T00:00:00Z", "0.065000") +
                change("ap-southeast-1a", "2026-11-15T12:00:00Z", "0.030000"),
              "more",
            ),
          };
    });
    expect(await refreshSpotPrices({ region, types: ["m6i.large", "g5.xlarge"], client, now })).toEqual({
      prices: [
        {
          id: "ec2.spot.m6i.large",
          what: "m6i.large, Linux, spot, average of 7 days",
          region,
          unit: "hour",
          per: 1,
          usd: 0.0575,
          source: "EC2 spot price history",
          date,
        },
      ],
      missing: [
        {
          id: "ec2.spot.g5.xlarge",
          why: "nobody could have g5.xlarge as spot instance in ap-southeast-1 in the last 7 days",
        },
      ],
    });
  });

  test("ask for a permission by its name", async () => {
    const client = await ec2(() => ({
      status: 403,
      body: "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>",
    }));
    await expect(refreshSpotPrices({ region, types: ["m6i.large"], client, now })).rejects.toMatchObject({
      name: "PriceListUnavailable",
      expected: "permission for ec2:DescribeSpotPriceHistory",
    });
  });
});
