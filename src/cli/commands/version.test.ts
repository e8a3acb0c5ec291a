import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { testIo } from "../test-io.ts";

/** A plugin mirror, for which a CLI configuration has to be written, under a folder. */
function mirror(folder: string): string {
  const registry = ["registry", "terraform", "io"].join(".");
  const provider = join(folder, registry, "hashicorp", "aws", "5.100.0", `${process.platform}_amd64`);
  mkdirSync(provider, { recursive: true });
  writeFileSync(join(provider, "terraform-provider-aws_v5.100.0_x5"), "");
  return folder;
}

test("a cache that cannot be written keeps no version from being told", async () => {
  const root = mkdtempSync(join(tmpdir(), "version-"));
  // Larger than the scripts that are asked anew on every run, so that its version would be written down.
  const program = join(root, "terraform");
  const answer = JSON.stringify({ terraform_version: "1.11.4" });
  const size = 1_100_000;
  writeFileSync(program, `#!/bin/sh\necho '${answer}'\nexit\n${"#".repeat(size)}\n`, { mode: 0o755 });
  const io = testIo({
    env: {
      // Nobody may write here, not even root.
      INFRA_CACHE_DIR: process.platform === "darwin" ? "/System/infra-cache" : "/sys/infra-cache",
      INFRA_TERRAFORM: program,
      TF_PLUGIN_MIRROR: mirror(join(root, "mirror")),
      PATH: process.env.PATH,
    },
  });
  const code = await run(["version", "--json"], io);
  expect(io.written.stderr).toBe("");
  expect(code).toBe(0);
  const { engine, provider } = JSON.parse(io.written.stdout);
  expect(engine).toContain(`1.11.4 (${program})`);
  expect(provider).toContain(`5.100.0 (${join(root, "mirror")})`);
});
