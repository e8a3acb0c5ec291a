import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { renderReport } from "../src/review/report/report.ts";
import { findBrowser, launch, NO_BROWSER } from "../test/page/browser.mjs";
import { freshReview, largeReview } from "../test/page/reviews.ts";
import { alternating, report, show } from "./measure.ts";

const root = process.env.PROJECT_ROOT as string;

/** How large the page of `infra report` is, and how soon one can use it: dev's, and one of 2,000 resources. */
export default async function page(): Promise<void> {
  const executable = findBrowser();
  if (!executable) {
    console.log(`The page was not measured. ${NO_BROWSER}`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "infra-bench-page-"));
  const built = (file: string) => readFile(join(root, "dist", file), "utf8");
  const assets = { script: await built("report-page.js"), style: await built("report-page.css") };
  const pages = {
    dev: renderReport(await freshReview(), assets),
    large: renderReport(await largeReview(), assets),
  };
  const browser = await launch(executable);
  try {
    for (const [name, text] of Object.entries(pages)) await writeFile(join(folder, `${name}.html`), text);
    const url = (name: string) => pathToFileURL(join(folder, `${name}.html`)).href;
    const times = await alternating(5, {
      dev: () => interactive(browser, url("dev")),
      large: () => interactive(browser, url("large")),
    });
    const size = (text: string) => `${(Buffer.byteLength(text) / 1000).toFixed(0)} kB`;
    report("page of 2,000 resources, size", size(pages.large), `dev ${size(pages.dev)}`, "1,000 kB");
    report(
      "page of 2,000 resources, interactive",
      show(times.large),
      `${(times.large.median / times.dev.median).toFixed(1)} × dev's`,
      "1,000 ms",
    );
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from opening a page to the end of its script, when all of it reacts. */
async function interactive(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const began = performance.now();
    await page.goto(url);
    await page.waitForSelector("html[data-ready]");
    return performance.now() - began;
  } finally {
    await context.close();
  }
}
