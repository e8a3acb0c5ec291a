import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { deployedFolder } from "./deployed-dev.ts";

const root = resolve(import.meta.dirname, "..", "..");

/** A sample of `make chaos`: two kills of an apply and two of a destroy, lost answers, a refused and a truncated state. */
describe("a bad day", { timeout: 540_000 }, () => {
  it("loses nothing and makes nothing twice, whatever is killed, lost or refused", async () => {
    const said = await new Promise<string>((done) => {
      execFile(
        process.execPath,
        [
          join(root, "test", "chaos", "run.mjs"),
          ...["--sample", "--parallel", "5", "--deployed", deployedFolder()],
        ],
        { env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined }, maxBuffer: 2 ** 26 },
        (_, stdout, stderr) => done(`${stdout}${stderr}`.trim()),
      );
    });
    const last = said.split("\n").at(-1) ?? "";
    expect(last, said).toMatch(/^(\d+) of \1 survived, 0 resources lost, 0 duplicated$/);
  });
});
