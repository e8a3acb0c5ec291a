import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundlePage } from "../../build/bundle.mjs";
import { estimateCost, priceListOf } from "../../src/review/cost/estimate.ts";
import { assumptions } from "../../src/review/cost/usage.ts";
import { renderReport } from "../../src/review/report/report.ts";
import { valueAt } from "../../src/review/report/slider.ts";
import { money } from "../../src/review/report/words.ts";
import type { Review } from "../../src/review/review.ts";
import { findBrowser, launch, NO_BROWSER } from "./browser.mjs";
import { changedReview, freshReview, HOSTILE, largeReview } from "./reviews.ts";

const executable = findBrowser();
const folder = mkdtempSync(join(tmpdir(), "infra-page-"));
let browser: Browser;
let changed: Review;
/** What went wrong in pages that a test opened: errors, and requests that left the file. */
let problems: string[] = [];
let opened: Page[] = [];

if (!executable && !process.env.CI) console.warn(`The page is not tested in a browser. ${NO_BROWSER}`);

describe.skipIf(!executable && !process.env.CI)("the page in a browser", () => {
  beforeAll(async () => {
    if (!executable) throw new Error(NO_BROWSER);
    const assets = await bundlePage();
    changed = await changedReview();
    const write = (name: string, review: Review) =>
      writeFileSync(join(folder, `${name}.html`), renderReport(review, assets));
    write("changed", changed);
    write("fresh", await freshReview());
    write("large", await largeReview());
    browser = await launch(executable);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    const found = problems;
    problems = [];
    await Promise.all(opened.map((page) => page.context().close()));
    opened = [];
    expect(found).toEqual([]);
  });

  it("finds changes by words in addresses, attributes and values, and says how many", async () => {
    const page = await open("changed");
    const result = page.locator("#result");
    expect(await result.textContent()).toBe("7 changes");
    await page.getByRole("searchbox").fill("retail-old-name bucket");
    expect(await addresses(page)).toEqual(["aws_s3_bucket.data"]);
    expect(await result.textContent()).toBe("1 of 7 changes");
    await page.getByRole("button", { name: "Show all" }).click();
    expect(await addresses(page)).toHaveLength(7);
  });

  it("opens for the printer what becomes something else, not all that is known of what goes", async () => {
    const page = await open("changed");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    const opened = (action: string) => page.locator(`#change-list details.${action}[open]`).count();
    expect(await opened("update")).toBeGreaterThan(0);
    expect(await opened("delete")).toBe(0);
  });

  it("filters by action, module and danger", async () => {
    const page = await open("changed");
    await page.locator("select[name=module]").selectOption("eks");
    expect(await addresses(page)).toEqual(["aws_eks_cluster.eks", "aws_eks_node_group.main"]);
    await page.locator("select[name=module]").selectOption("kms");
    await page.locator("select[name=danger]").selectOption("matters");
    expect(await addresses(page)).toEqual(["aws_kms_key.logs"]);
    await page.getByRole("button", { name: "Show all" }).click();
    for (const action of ["updated", "replaced"]) await page.getByLabel(action).uncheck();
    expect(await addresses(page)).toEqual(["aws_ecr_repository.old"]);
  });

  it("opens a change to each attribute's before and after, by keyboard", async () => {
    const page = await open("changed");
    const change = page.locator('details[data-address="aws_s3_bucket.data"]');
    await change.locator("summary").focus();
    await page.keyboard.press("Enter");
    const row = change.getByRole("row", { name: /^bucket\b/ });
    await row.waitFor();
    expect(await row.getByRole("cell").allTextContents()).toEqual([
      "retail-old-name",
      "retail-mlops-data-123456789012-ap-southeast-1",
    ]);
    expect(await row.textContent()).toContain("forces it");
  });

  it("says of a policy which statements come, as sentences", async () => {
    const page = await open("changed");
    const danger = page.locator("#dangers li.danger").filter({ hasText: "aws_kms_key.logs" });
    expect(await danger.textContent()).toContain("opens access");
    expect(await danger.locator(".statements li").allTextContents()).toEqual([
      expect.stringMatching(/^\+ added: .*Allow .*allows more/s),
    ]);
  });

  it("says what an unknown value waits for", async () => {
    const page = await open("fresh");
    expect(await addresses(page)).not.toContain("aws_eks_node_group.main");
    await page.getByRole("searchbox").fill("node_group.main");
    const change = page.locator('details[data-address="aws_eks_node_group.main"]');
    await change.locator("summary").click();
    const row = change.getByRole("row", { name: /^node_role_arn/ });
    await row.waitFor();
    expect(await row.textContent()).toMatch(/known once aws_iam_role\.\w+ is there/);
  });

  it("shows hostile values as text, and runs nothing of them", async () => {
    const page = await open("changed");
    await page.locator('details[data-address="aws_vpc.vpc"] summary').click();
    const row = page.getByRole("row", { name: /^tags\.Name/ });
    await row.waitFor();
    expect(await row.textContent()).toContain(HOSTILE.replace("\u202e", "\\u{202e}"));
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.title()).toContain("Plan of dev");
  });

  it("makes the estimate anew when a slider moves, with the same rules", async () => {
    const page = await open("changed");
    const total = page.locator("#what-if-total");
    expect(await total.textContent()).toBe(money(changed.cost.total));
    const slider = page.locator("#usage-nat_gb");
    await reveal(slider);
    await slider.focus();
    await page.keyboard.press("End");
    const assumption = assumptions.find(({ name }) => name === "nat_gb");
    if (!assumption) throw new Error("There is no nat_gb.");
    const nat_gb = valueAt(Number(await slider.inputValue()), assumption);
    expect(nat_gb).toBe(assumption.max);
    const { costBasis, resources } = changed;
    const usage = { ...costBasis.usage, nat_gb };
    const expected = estimateCost({ ...costBasis, resources, prices: priceListOf(costBasis.prices), usage });
    expect(expected.total).toBeGreaterThan(changed.cost.total);
    await expect.poll(() => total.textContent()).toBe(money(expected.total));
    expect(await page.locator("#cost-total").textContent()).toBe(money(expected.total));
    await page.getByRole("button", { name: "Reset" }).click();
    expect(await total.textContent()).toBe(money(changed.cost.total));
  });

  it("turns dark and remembers it", async () => {
    const page = await open("changed");
    const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    await page.getByRole("button", { name: "Dark" }).click();
    expect(await background()).not.toBe(light);
    await page.reload();
    await page.waitForSelector("html[data-ready]");
    expect(await background()).not.toBe(light);
    expect(await page.getByRole("button", { name: "Dark" }).getAttribute("aria-pressed")).toBe("true");
  });

  it("lets the picture be zoomed and moved with buttons and keys", async () => {
    const page = await open("changed");
    const box = () => page.locator("#drawing > svg").getAttribute("viewBox");
    const whole = await box();
    await page.getByRole("button", { name: "Zoom in" }).click();
    const closer = await box();
    expect(closer).not.toBe(whole);
    await page.locator("#drawing").focus();
    await page.keyboard.press("ArrowRight");
    expect(await box()).not.toBe(closer);
    await page.keyboard.press("0");
    expect((await box())?.split(" ").map(Number)).toEqual(whole?.split(" ").map(Number));
  });

  it("tells of a box what changes in it, and shows only that when it is entered", async () => {
    const page = await open("changed");
    const box = page.locator('#drawing g.box[data-addresses~="aws_eks_node_group.main"]').last();
    await box.hover();
    const about = page.locator("#about-box");
    expect(await about.textContent()).toContain("aws_eks_node_group.main updated");
    await box.focus();
    await page.keyboard.press("Enter");
    expect(await addresses(page)).toEqual(["aws_eks_node_group.main"]);
    expect(await page.evaluate("document.activeElement.id")).toBe("changes-title");
  });

  it("can be walked through by keyboard alone", async () => {
    const page = await open("changed");
    const seen: string[] = [];
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      seen.push(
        String(
          await page.evaluate(
            "(({ id, tagName, name, classList, dataset }) => [tagName, id || name || dataset.zoom || [...classList].join('.')].join(' ').trim())(document.activeElement)",
          ),
        ),
      );
    }
    expect(seen[0]).toBe("A skip");
    expect(seen).toEqual(
      expect.arrayContaining([
        "BUTTON theme",
        "BUTTON in",
        "DIV drawing",
        "INPUT text",
        "SELECT module",
        "SUMMARY",
      ]),
    );
    expect(seen.filter((one) => one.startsWith("g box"))).toHaveLength(1);
  });

  it("fits a phone: 360 pixels without scrolling the page sideways", async () => {
    const page = await open("changed", { viewport: { width: 360, height: 740 } });
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  });

  it("prints: the verdict and the opened changes, no controls", async () => {
    const page = await open("changed");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: "print" });
    const text = await page.innerText("body");
    expect(text).toContain(changed.verdict.sentence.slice(0, 40));
    expect(text).toContain("retail-old-name");
    expect(await page.locator("#filters").isVisible()).toBe(false);
    expect(await page.locator("nav").isVisible()).toBe(false);
    const pdf = await page.pdf({ format: "A4" });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(2);
    expect(pages).toBeLessThan(20);
  });

  it.each(["light", "dark"] as const)("has nothing that axe objects to, %s", async (colorScheme) => {
    const page = await open("changed", { colorScheme });
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | ')}`))",
    );
    expect(violations).toEqual([]);
  });

  it("says the most important things without JavaScript", async () => {
    const page = await open("changed", { javaScriptEnabled: false });
    const text = await page.innerText("main");
    expect(text).toContain(changed.verdict.sentence.slice(0, 40));
    expect(text).toContain("Bucket retail-old-name is destroyed");
    expect(text).toContain(money(changed.cost.total));
    expect(text).toContain("s3-kms-encryption");
    expect(await page.locator("#drawing svg").isVisible()).toBe(true);
    expect(await page.locator("#filters").isVisible()).toBe(false);
  });

  it("shows 2,000 changes a part at a time, and finds each", async () => {
    const page = await open("large");
    expect(await page.locator("#result").textContent()).toBe("2,000 changes");
    const before = (await addresses(page)).length;
    expect(before).toBeLessThan(700);
    await page
      .getByRole("button", { name: /^Show [\d,]+ more of/ })
      .first()
      .click();
    expect((await addresses(page)).length).toBeGreaterThan(before);
    await page.getByRole("searchbox").fill("aws_s3_bucket.data_17");
    expect(await addresses(page)).toContain("aws_s3_bucket.data_17");
  });
});

async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  opened.push(page);
  const url = pathToFileURL(join(folder, `${name}.html`)).href;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", ({ message }) => problems.push(message));
  page.on("request", (request) => {
    if (request.url() !== url) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  if (options.javaScriptEnabled !== false) await page.waitForSelector("html[data-ready]");
  return page;
}

async function addresses(page: Page): Promise<string[]> {
  return page.locator("#change-list details.change .address").allTextContents().then(unique);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Opens what a control is folded into. */
async function reveal(control: ReturnType<Page["locator"]>): Promise<void> {
  await control.evaluate("(node) => { const fold = node.closest('details'); if (fold) fold.open = true; }");
}
