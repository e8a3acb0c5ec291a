import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/review/findings.ts";
import { drawPicture, pictureOf } from "../../src/review/picture/picture.ts";
import type { ReviewedResource } from "../../src/review/resources.ts";
import { declared, everything, many, planned } from "./declared.ts";
import { elements } from "./elements.ts";

const update = {
  "aws_eip.nat_b": "create",
  "aws_nat_gateway.b": "create",
  "aws_route.private_b_internet": "update",
  "aws_eks_cluster.eks": "update",
  "aws_eks_node_group.main": "update",
  "aws_cloudwatch_log_group.flow_logs": "update",
} as const;

test("nineteen networks with all that is in them are drawn, and not in minutes", async () => {
  const one = declared("prod", everything);
  const copies = Array.from({ length: 19 }, (_, copy) =>
    one.map((resource) => ({
      ...resource,
      address: `${resource.address}_${copy}`,
      references: Object.fromEntries(
        Object.entries(resource.references).map(([name, all]) => [name, all.map((to) => `${to}_${copy}`)]),
      ),
    })),
  );
  const began = performance.now();
  const svg = await drawPicture(pictureOf(copies.flat(), "many networks"));
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(svg.match(/data-kind="vpc"/g)).toHaveLength(19);
});

describe("golden files", () => {
  test.each([
    ["dev", () => declared("dev")],
    ["dev-fresh", () => planned(declared("dev"), { "*": "create" })],
    ["dev-update", () => planned(declared("dev", { nat_gateways: "per-az" }), update)],
    [
      "dev-replace",
      () =>
        planned(declared("dev"), {
          "aws_vpc.vpc": "replace",
          "aws_subnet.private_a": "replace",
          "aws_eks_cluster.eks": "replace",
        }),
    ],
    ["dev-destroy", () => planned(declared("dev"), { "*": "delete" })],
    ["staging", () => declared("staging", { zones: ["a", "b"] })],
    ["prod", () => declared("prod", everything)],
  ])("%s", async (name, resources) => {
    const svg = await drawPicture(pictureOf(resources(), name));
    await expect(svg).toMatchFileSnapshot(`goldens/${name}.svg`);
    expect(svg.length).toBeLessThan(60_000);
  });
});

describe("the SVG", () => {
  const resources = planned(declared("prod", everything), update);

  test("has a group for every box and line, with what a page needs of them", async () => {
    const svg = elements(await drawPicture(pictureOf(resources, "prod")));
    const boxes = svg.filter((one) => one.name === "g" && one.classes.includes("box"));
    const ids = boxes.map(({ attributes }) => attributes["data-id"]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(boxes.every(({ titled }) => titled)).toBe(true);
    expect(
      boxes
        .flatMap(({ attributes }) => attributes["data-addresses"]?.split(" ").filter(Boolean) ?? [])
        .toSorted(),
    ).toEqual(resources.map(({ address }) => address).toSorted());
    const nat = boxes.find(({ attributes }) => attributes["data-id"] === "aws_nat_gateway.b");
    expect(nat?.attributes).toMatchObject({ "data-kind": "nat-gateway", "data-change": "create" });
    const lines = svg.filter((one) => one.name === "g" && one.classes.includes("line"));
    for (const { attributes } of lines) {
      expect(ids).toContain(attributes["data-from"]);
      expect(ids).toContain(attributes["data-to"]);
    }
    expect(lines.every(({ titled }) => titled)).toBe(true);
    const kinds = new Set(lines.map(({ attributes }) => attributes["data-kind"]));
    expect([...kinds].toSorted()).toEqual(["access", "delivery", "encryption", "traffic"]);
  });

  test("is an image with a name, and its ids differ from another picture's", async () => {
    const [one, two] = await Promise.all(["a", "b"].map((title) => drawPicture(pictureOf(resources, title))));
    const [svg] = elements(one ?? "");
    expect(svg?.attributes).toMatchObject({
      role: "img",
      viewBox: expect.stringMatching(/^0 0 9[0-9]{2} \d+$/),
    });
    const ids = (text = "") => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(svg?.attributes["aria-labelledby"]?.split(" ")).toEqual(ids(one));
    expect(ids(one).filter((id) => ids(two).includes(id))).toEqual([]);
  });

  test("tells a line in words", async () => {
    const svg = await drawPicture(pictureOf(declared("dev"), "dev"));
    expect(svg).toContain("<title>Internet gateway → Public subnet</title>");
    expect(svg).toContain("<title>Nodes → ECR repositories: pull</title>");
    expect(svg).toContain("<title>data: encrypted with the key s3</title>");
  });

  test("marks findings on their boxes, but not those that are accepted", async () => {
    const finding = (address: string, verdict: Finding["verdict"]): Finding => ({
      ...{ rule: "r", severity: "high", title: "t", why: "w", fix: "f" },
      address,
      verdict,
    });
    const svg = elements(
      await drawPicture(pictureOf(resources, "prod"), {
        findings: [
          finding("aws_s3_bucket_policy.data", "fail"),
          finding("aws_s3_bucket.data", "unknown"),
          finding("aws_s3_bucket.logs", "accepted"),
        ],
      }),
    );
    const marked = svg.filter(({ attributes }) => attributes["data-findings"] !== undefined);
    expect(svg.filter(({ attributes }) => attributes.class === "sign-delete")).toHaveLength(2);
    expect(marked.map(({ attributes }) => [attributes["data-id"], attributes["data-findings"]])).toEqual([
      ["aws_s3_bucket.data", "2"],
    ]);
  });

  test("says in its legend only what occurs", async () => {
    const legend = async (given: readonly ReviewedResource[]) =>
      [
        ...(await drawPicture(pictureOf(given, "x"))).matchAll(
          /<text class="detail" x="30" y="12">([^<]*)</g,
        ),
      ].map(([, words]) => words);
    const ways = ["network traffic", "uses", "delivers or copies to", "encrypted with this key"];
    expect(await legend(declared("dev"))).toEqual(ways);
    expect(await legend(planned(declared("dev", { nat_gateways: "per-az" }), update))).toEqual([
      ...ways,
      "created",
      "changed",
    ]);
  });

  test("follows the reader and the page around it, or stays as told", async () => {
    const picture = pictureOf(declared("dev"), "dev");
    const [auto, dark] = [await drawPicture(picture), await drawPicture(picture, { theme: "dark" })];
    expect(auto).toContain("@media (prefers-color-scheme:dark){.infra-picture.auto{");
    expect(auto).toContain("[data-theme=light] .infra-picture.auto{");
    expect(dark).not.toContain("prefers-color-scheme");
    expect(dark).toContain('class="infra-picture dark"');
    expect(dark).toContain("--ip-ground:#0d1117");
  });

  test("fetches nothing and runs nothing", async () => {
    const svg = await drawPicture(pictureOf(resources, "prod"));
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|url\(|<script|<image|<foreignObject|@import| on\w+=/i,
    );
  });

  test("names cannot break out of it", async () => {
    const evil = '"/><script>alert(1)</script>&\u202e\u0000]]>';
    const given = declared("dev").map((one) =>
      one.type === "aws_iam_role" ? { ...one, declared: { ...one.declared, name: evil } } : one,
    );
    const svg = await drawPicture(pictureOf(given, evil));
    expect(elements(svg).some(({ name }) => name === "script")).toBe(false);
    expect(["\u202e", "\u0000"].filter((hidden) => svg.includes(hidden))).toEqual([]);
  });

  test("an empty picture is an SVG, too", async () => {
    expect(elements(await drawPicture(pictureOf([], "nothing")))[0]?.name).toBe("svg");
  });
});

describe("2,000 resources", () => {
  test("are told in a picture that is still a page: what a group does not show, its last box stands for", async () => {
    const svg = elements(await drawPicture(pictureOf(many, "many")));
    const boxes = svg.filter(({ classes }) => classes.includes("box"));
    expect(boxes.length).toBeLessThan(150);
    const addresses = boxes.flatMap(
      ({ attributes }) => attributes["data-addresses"]?.split(" ").filter(Boolean) ?? [],
    );
    expect(addresses.toSorted()).toEqual(many.map(({ address }) => address).toSorted());
    expect(boxes.filter(({ attributes }) => attributes["data-kind"] === "more").length).toBeGreaterThan(4);
    expect(Number(svg[0]?.attributes.height)).toBeLessThan(4000);
  });

  test("what a group shows of many is what changes, what goes before all", async () => {
    const changes = { "aws_s3_bucket.many_1800": "delete", "aws_s3_bucket.many_1806": "update" } as const;
    const svg = elements(await drawPicture(pictureOf(planned(many, changes), "many")));
    const shown = svg.flatMap(({ attributes }) => attributes["data-id"] ?? []);
    expect(shown).toEqual(
      expect.arrayContaining(["aws_s3_bucket.many_1800", "aws_s3_bucket.many_1806", "aws_s3_bucket.logs"]),
    );
    expect(shown).not.toContain("aws_s3_bucket.many_1794");
  });
});
