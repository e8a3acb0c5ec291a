import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bundlePage } from "../../build/bundle.mjs";
import type { PageData } from "../../src/review/report/page-data.ts";
import { renderReport } from "../../src/review/report/report.ts";
import {
  changedReview,
  destroyReview,
  freshReview,
  HOSTILE,
  largeReview,
  SECRET,
  unchangedReview,
} from "./reviews.ts";

describe("the page as a file", () => {
  it("names nothing to fetch, and lets no script run but its own", async () => {
    const page = await written(await changedReview());
    const markup = page.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<style>[\s\S]*?<\/style>/g, "");
    expect(markup.match(/\s(src|srcset|action|formaction|poster|data)=/g)).toBeNull();
    expect(
      [...markup.matchAll(/\shref="([^"]*)"/g)].map(([, to]) => to).filter((to) => !to?.startsWith("#")),
    ).toEqual([]);
    expect(page).toMatch(/default-src &#39;none&#39;; script-src &#39;sha256-[\w+/]{43}=&#39;;/);
    expect(page.match(/<style>[\s\S]*?<\/style>/g)?.join("")).not.toMatch(/url\(|@import/);
  });

  it("carries everything about each change, packed", async () => {
    const data = packed(await written(await changedReview()));
    const bucket = data.changes.find(({ address }) => address === "aws_s3_bucket.data");
    expect(bucket?.attributes).toEqual([
      expect.objectContaining({ path: "bucket", before: "retail-old-name", forcesReplacement: true }),
    ]);
    const gone = data.changes.find(({ address }) => address === "aws_ecr_repository.old");
    expect(gone?.attributes.map(({ path }) => path)).toEqual(["image_tag_mutability", "name", "password"]);
  });

  it("carries of what is created each attribute that says something", async () => {
    const { changes } = packed(await written(await freshReview()));
    const vpc = changes.find(({ address }) => address === "aws_vpc.vpc");
    expect(vpc?.attributes).toContainEqual(
      expect.objectContaining({ path: "cidr_block", after: "10.0.0.0/16" }),
    );
    expect(vpc?.attributes).toContainEqual(expect.objectContaining({ path: "arn", unknown: true }));
  });

  it("holds no sensitive value, neither in sight nor packed", async () => {
    const review = await changedReview();
    const page = await written(review);
    expect(JSON.stringify(review)).not.toContain(SECRET);
    expect(page).not.toContain(SECRET);
    expect(JSON.stringify(packed(page))).not.toContain(SECRET);
    expect(packed(page).changes.find(({ address }) => address === "aws_eks_cluster.eks")?.attributes).toEqual(
      [expect.objectContaining({ path: "deletion_protection", sensitive: true })],
    );
  });

  it("writes hostile values as text wherever they stand", async () => {
    const review = await changedReview();
    const hostile = {
      ...review,
      place: HOSTILE,
      verdict: { ...review.verdict, sentence: HOSTILE },
      dangers: review.dangers.map((one) => ({ ...one, what: HOSTILE, address: HOSTILE, advice: [HOSTILE] })),
      outputs: [{ name: HOSTILE, value: HOSTILE, description: HOSTILE, sensitive: false }],
      nextSteps: [[HOSTILE, HOSTILE]] as const,
    };
    const page = await written(hostile);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("\u202e");
    expect(page.match(/<\/script>/g)).toHaveLength(2);
  });

  it("says so when nothing changes, and what a removal takes", async () => {
    const unchanged = await written(await unchangedReview());
    expect(unchanged).toContain("Nothing: what is deployed is what is declared.");
    const destroy = await written(await destroyReview());
    expect(destroy).toContain("<h1>Removal of dev</h1>");
    expect(destroy).toContain("108 resources destroyed");
  });

  it("leaves a picture that is too large for it to a file of its own", async () => {
    const page = await written({
      ...(await unchangedReview()),
      picture: `<svg>${"x".repeat(500_000)}</svg>`,
    });
    expect(page).toContain("<code>infra diagram dev</code> writes it");
    expect(Buffer.byteLength(page)).toBeLessThan(200_000);
  });

  it.each(["create", "delete"] as const)("stays under 1 MB with 2,000 resources to %s", async (action) => {
    const review = await largeReview(2000, action);
    expect(review.resources).toHaveLength(2000);
    expect(Buffer.byteLength(await written(review))).toBeLessThan(1_000_000);
  });
});

async function written(review: Parameters<typeof renderReport>[0]): Promise<string> {
  return renderReport(review, await bundlePage());
}

function packed(page: string): PageData {
  const [, text = ""] = /<script type="application\/octet-stream" id="data">([^<]*)</.exec(page) ?? [];
  return JSON.parse(inflateRawSync(Buffer.from(text, "base64")).toString());
}
