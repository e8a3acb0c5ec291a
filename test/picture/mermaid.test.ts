import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mermaidOf, type Picture, type PictureBox, pictureOf } from "../../src/review/picture/picture.ts";
import { declared, everything, planned } from "./declared.ts";
import { type Flowchart, flowchart } from "./flowchart.ts";

const named = (chart: Flowchart, title: string) =>
  chart.nodes.find(({ label }) => label.split("<br/>")[0] === title);

describe("Mermaid's text", () => {
  test("is a flowchart in which everything is where it lives", () => {
    const chart = flowchart(mermaidOf(pictureOf(declared("dev"), "dev")));
    expect(named(chart, "NAT gateway")?.within).toEqual([
      "Region ap-southeast-1",
      "VPC 10.0.0.0/16",
      "ap-southeast-1a",
      "Public subnet<br/>10.0.192.0/22",
    ]);
    expect(named(chart, "data")).toMatchObject({
      shape: "[(",
      within: ["Region ap-southeast-1", "S3 buckets"],
    });
    expect(named(chart, "data")?.label).toBe(
      "data<br/>retail-mlops-data-123456789012-ap-southeast-1<br/>encrypted with s3",
    );
    expect(named(chart, "IAM roles of pods")?.label).toContain("<br/>external-dns-role<br/>");
  });

  test("has the picture's lines, and ends of lines that exist", () => {
    const chart = flowchart(mermaidOf(pictureOf(declared("prod", everything), "prod")));
    const ids = [...chart.nodes, ...chart.subgraphs].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { from, to } of chart.edges)
      expect([ids.includes(from), ids.includes(to)]).toEqual([true, true]);
    expect(chart.edges).toContainEqual({
      from: "b_repositories_us_east_1",
      to: "b_repositories_eu_west_1",
      arrow: "-.->",
      label: "replicate",
    });
    expect(chart.edges).toContainEqual({
      from: "b_internet",
      to: "b_aws_internet_gateway_vpc",
      arrow: "==>",
    });
  });

  test("tells changes by a word and a class", () => {
    const changes = {
      "aws_nat_gateway.a": "replace",
      "aws_s3_bucket.data": "delete",
      "aws_eks_cluster.eks": "update",
    } as const;
    const chart = flowchart(mermaidOf(pictureOf(planned(declared("dev"), changes), "dev")));
    expect(named(chart, "NAT gateway")?.label).toMatch(/\(replaced\)$/);
    expect(chart.classes).toEqual({
      delete: ["b_aws_nat_gateway_a", "b_aws_s3_bucket_data"],
      update: ["b_aws_eks_cluster_eks"],
    });
    expect(named(chart, "KMS keys")?.label).toBe("KMS keys<br/>eks<br/>s3<br/>logs");
  });

  test("stays readable, however many there are", () => {
    const children = Array.from({ length: 300 }, (_, index) =>
      leaf(`aws_x.${index}`, "bucket", `b${index}`, index === 0 ? "create" : "none"),
    );
    const group: PictureBox = { ...leaf("g", "buckets-group", "S3 buckets"), addresses: [], children };
    const chart = flowchart(
      mermaidOf({
        title: "x",
        boxes: [group],
        lines: [{ from: "aws_x.299", to: "aws_x.0", kind: "access" }],
      }),
    );
    expect(chart.nodes).toHaveLength(12);
    expect(chart.nodes.at(-1)?.label).toBe("and 289 more");
  });

  test("any name is shown, and none ends a label or means something to Mermaid", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        '"',
        "end",
        "`x`",
        "<b>",
        "#quot;",
        "a[b](c){d}|e|",
        "1. one",
        "- two",
        "%%{init: {}}%%",
        "x\n  end",
        "click a",
        "${aws_vpc.x.id}",
      ),
      fc.string({ unit: fc.constantFrom(...'"`#;<>[](){}|&%\\\n end-.1') }),
    );
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        const boxes = [leaf(`x.${a}`, "cluster", a), leaf(`y.${b}`, "role", b), leaf("end", "z", c)];
        const picture: Picture = {
          title: "x",
          boxes,
          lines: [{ from: `x.${a}`, to: `y.${b}`, label: c, kind: "access" }],
        };
        const chart = flowchart(mermaidOf(picture));
        expect(chart.nodes).toHaveLength(3);
        expect(chart.edges).toHaveLength(1);
        for (const { label } of chart.nodes)
          expect(label).toMatch(/^(?!\s*(\d+\.|[-+])(\s|$))(?:[\p{L}\p{N} .,:/_()@+=-]|#\d+;|<br\/>)*$/u);
      }),
    );
  });
});

function leaf(id: string, kind: string, title: string, change: PictureBox["change"] = "none"): PictureBox {
  return { id, kind, title, details: [], addresses: [id], change, children: [] };
}
