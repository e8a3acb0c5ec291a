import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/review/report/markdown.ts";
import { cell, code, prose } from "../../src/review/report/markdown-text.ts";
import type { Review } from "../../src/review/review.ts";
import { changedReview, destroyReview, freshReview, HOSTILE, largeReview, SECRET } from "./reviews.ts";

/** GitHub's limit on a comment, in characters. */
const GITHUB = 65_536;

describe("the comment", () => {
  it("says verdict, answers, dangers, cost and time of an update in few lines", async () => {
    const text = renderMarkdown(steady(await changedReview()));
    await expect(visible(text)).toMatchFileSnapshot("goldens/changed.md");
    expect(visible(text).split("\n").length).toBeLessThan(60);
  });

  it("is as short for everything that is created", async () => {
    const text = renderMarkdown(steady(await freshReview()));
    await expect(visible(text)).toMatchFileSnapshot("goldens/fresh.md");
    expect(text).toContain("```mermaid\nflowchart");
  });

  it("tells a security finding as what should be so, not as what is", async () => {
    const review = await freshReview();
    const [finding] = review.security.findings;
    if (!finding) throw new Error("Nothing is found.");
    const security = {
      checked: 1,
      findings: [{ ...finding, verdict: "fail" as const, title: "It is encrypted" }],
    };
    expect(renderMarkdown({ ...review, security })).toContain(" should be so: It is encrypted. ");
  });

  it("names no more dangers of a removal than one reads", async () => {
    const lines = visible(renderMarkdown(await destroyReview())).split("\n");
    expect(lines.length).toBeLessThan(60);
    expect(lines.filter((line) => /^- and \d+ more$/.test(line))).toHaveLength(1);
  });

  it("never says more than GitHub takes", async () => {
    const large = await largeReview();
    expect(renderMarkdown(large).length).toBeLessThan(GITHUB);
    const { modules } = (await changedReview()).summary;
    const change = modules[0]?.changes[0];
    if (!change) throw new Error("Nothing changes.");
    const many = Array.from({ length: 5000 }, (_, index) => ({ ...change, address: `aws_vpc.v${index}` }));
    const review = { ...large, summary: { ...large.summary, modules: [{ module: "vpc", changes: many }] } };
    const text = renderMarkdown({ ...review, mermaid: "x".repeat(70_000) });
    expect(text.length).toBeLessThan(GITHUB);
    expect(text).toMatch(/…and more: \d+ lines that a comment has no room for\.\n\n<\/details>/);
  });

  it("stays below it with names and sentences of any length", async () => {
    const review = await changedReview();
    const long = "<".repeat(30_000);
    const text = renderMarkdown({
      ...review,
      verdict: { ...review.verdict, sentence: long },
      dangers: review.dangers.map((one) => ({ ...one, address: long, what: long, advice: [long] })),
      costDifference: {
        ...review.costDifference,
        lines: review.costDifference.lines.map((one) => ({ ...one, what: long, address: long })),
      },
    });
    expect(text.length).toBeLessThan(GITHUB);
  });

  it("does not call it an opening where rights are taken away", async () => {
    const review = await changedReview();
    const [danger] = review.dangers;
    if (!danger) throw new Error("There are no dangers.");
    const taken = { ...danger, kind: "access" as const, opens: false, level: "careful" as const };
    const text = renderMarkdown({ ...review, dangers: [taken] });
    expect(text).toContain("**takes rights away** ");
    expect(text).toContain("| What could hurt | **1 takes rights away** |");
    expect(text).not.toContain("opens access");
    const opened = renderMarkdown({ ...review, dangers: [{ ...taken, opens: true }] });
    expect(opened).toContain("**1 opens access**");
  });

  it("mentions nobody, holds no markup of a value, and nothing sensitive", async () => {
    const review = await changedReview();
    const text = renderMarkdown({
      ...review,
      verdict: { ...review.verdict, sentence: HOSTILE },
      dangers: review.dangers.map((one) => ({ ...one, what: HOSTILE })),
    });
    expect(text).not.toContain(SECRET);
    expect(visible(text)).not.toMatch(/@everyone|<img|<\/script/);
    expect(visible(text)).toContain("&lt;img src=x");
  });
});

describe("text of a plan in Markdown", () => {
  it("stays in its cell, even with a bar behind a backslash", () => {
    const shown = cell('aws_s3_bucket.b["a\\|b"]');
    expect(shown.replace(/\\[!-/:-@[-`{-~]/g, "")).not.toContain("|");
    expect(cell("aws_vpc.vpc")).toBe("`aws_vpc.vpc`");
  });

  it("is no code span without anything in it, and no link", () => {
    expect(code("")).toBe("`(empty)`");
    expect(prose("www.example.com")).toBe("www\u200b.example.com");
  });

  it("ends no code span early, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "a", " ", "|", "\n", "<") }), (text) => {
        const span = code(text);
        const [fence = ""] = /^`+/.exec(span) ?? [];
        const inside = span.slice(fence.length, -fence.length);
        expect(span.endsWith(fence)).toBe(true);
        expect([...inside.matchAll(/`+/g)].every(([run]) => run !== fence)).toBe(true);
        expect(inside).not.toContain("\n");
      }),
    );
  });

  it("leaves nothing in prose that Markdown or HTML would act on", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const shown = prose(text).replace(/\\[\\`*_{}[\]|~$]/g, " ");
        expect(shown).not.toMatch(/[<>`*_[\]|]|@[\w-]|#\d|:\/\//);
      }),
    );
  });
});

/** With figures of their own: prices and times are others' to test. */
function steady(review: Review): Review {
  const address = "aws_eks_node_group.main";
  const line = { address, what: "t3.medium nodes", before: 38.54, after: 77.09 };
  const small = { address: "aws_kms_key.logs", what: "keys", before: 0, after: 1 };
  const lines = [line, ...Array.from({ length: 6 }, () => small)];
  const task = { address, action: "update" as const, start: 0, end: 240 };
  return {
    ...review,
    costDifference: { before: 200, after: 244.55, lines },
    expected: { seconds: 240, low: 180, high: 400, chain: [task], tasks: [task] },
  };
}

/** What is seen before anything is unfolded. */
function visible(text: string): string {
  return text.replace(/<details><summary>(.*?)<\/summary>[\s\S]*?<\/details>/g, "▸ $1");
}
