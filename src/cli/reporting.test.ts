import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshReview } from "../../test/page/reviews.ts";
import type { Invocation, Options } from "./command.ts";
import { UserError } from "./errors.ts";
import { findProject } from "./project.ts";
import { reportRequest, writeReport } from "./reporting.ts";
import { screenFor } from "./screen.ts";
import { type TestIo, testIo } from "./test-io.ts";
import { renderWritten } from "./views/report.ts";

let folder: string;
let io: TestIo;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "infra-report-"));
  io = testIo();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("what infra report is asked for", () => {
  it.each<[Options, ReturnType<typeof reportRequest>]>([
    [{}, { format: "html", file: "report-dev.html", toStdout: false }],
    [{ output: "-" }, { format: "html", file: undefined, toStdout: true }],
    [{ format: "markdown" }, { format: "markdown", file: undefined, toStdout: true }],
    [
      { format: "md", output: "a.md" },
      { format: "markdown", file: "a.md", toStdout: false },
    ],
    [{ json: true }, { format: "html", file: undefined, toStdout: true }],
    [
      { json: true, output: "a.html" },
      { format: "html", file: "a.html", toStdout: true },
    ],
  ])("%j", (options, request) => {
    expect(reportRequest(invocation(options))).toEqual(request);
  });

  it("is refused with every problem at once", () => {
    const asked = () => reportRequest(invocation({ format: "pdf", json: true, output: "-" }));
    expect(asked).toThrow(UserError);
    expect(problemsOf(asked)).toEqual(["--format", "--output"]);
  });
});

describe("the report", () => {
  it("goes to the file that was named", async () => {
    const file = join(folder, "comment.md");
    const options = { format: "markdown", output: file };
    const review = await freshReview();
    expect(await writeReport(review, reportRequest(invocation(options)), invocation(options))).toBe(file);
    expect(await readFile(file, "utf8")).toContain("### ✅ Plan of dev on the embedded AWS");
    expect(io.written.stdout).toBe("");
  });

  it("stands alone on stdout", async () => {
    const options = { format: "markdown" };
    await writeReport(await freshReview(), reportRequest(invocation(options)), invocation(options));
    expect(io.written.stdout).toMatch(/^### /);
  });

  it("says what to do about a file that cannot be written", async () => {
    const options = { format: "markdown", output: join(folder, "missing", "comment.md") };
    const writing = writeReport(await freshReview(), reportRequest(invocation(options)), invocation(options));
    await expect(writing).rejects.toMatchObject({
      problems: [{ subject: "--output", fix: "Make the folder, or name another file." }],
    });
  });

  it("says so where the file is a folder", async () => {
    const options = { format: "markdown", output: folder };
    const writing = writeReport(await freshReview(), reportRequest(invocation(options)), invocation(options));
    await expect(writing).rejects.toMatchObject({
      problems: [{ fix: "It is a folder: name a file in it." }],
    });
  });

  it("ends with where it is and what it comes down to", async () => {
    const review = await freshReview();
    const look = screenFor(io, false).look;
    const [where, , ...verdict] = renderWritten(review, "report-dev.html", look);
    expect(where).toBe("Written to report-dev.html.");
    expect(verdict.join("\n")).toMatch(
      /^✓ Safe to apply: 108 resources are created; nothing that exists is touched\.\s+About \d+ min, about \$\d+ a month\.$/,
    );
  });
});

function invocation(options: Options): Invocation {
  return { io, screen: screenFor(io, false), project: findProject({}), args: ["dev"], options };
}

function problemsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.problems.map(({ subject }) => subject);
  }
  return [];
}
