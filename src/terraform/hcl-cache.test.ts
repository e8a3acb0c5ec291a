import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { HclCache } from "./hcl-cache.ts";

describe("texts that were parsed before", () => {
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), "hcl-")), "cache", "hcl.json");
  });

  test("are answered from the file, also in another process", async () => {
    const first = new HclCache(file);
    expect(await first.parse('a = "1"\n')).toEqual({ body: { a: "1" } });
    await first.save();
    // Had it been parsed again, the answer would be 1.
    writeFileSync(file, readFileSync(file, "utf8").replace('"1"', '"from the file"'));
    expect(await new HclCache(file).parse('a = "1"\n')).toEqual({ body: { a: "from the file" } });
    expect(await new HclCache(file).parse('a = "2"\n')).toEqual({ body: { a: "2" } });
  });

  test("are for their owner's eyes only", async () => {
    const cache = new HclCache(file);
    await cache.parse("a = 1\n");
    await cache.save();
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test("are not written down before save, nor when they do not parse", async () => {
    const cache = new HclCache(file);
    expect((await cache.parse("a = [\n")).problems).toHaveLength(1);
    await cache.save();
    await cache.parse("a = 1\n");
    expect(() => readFileSync(file)).toThrow("ENOENT");
  });

  test("survive a damaged file", async () => {
    const cache = new HclCache(file);
    await cache.parse("a = 1\n");
    await cache.save();
    writeFileSync(file, "{");
    expect(await new HclCache(file).parse("a = 1\n")).toEqual({ body: { a: 1 } });
  });

  test("are done without where nobody may write, not even root", async () => {
    const forbidden = process.platform === "darwin" ? "/System/infra-cache" : "/sys/infra-cache";
    const cache = new HclCache(join(forbidden, "hcl.json"));
    expect(await cache.parse("a = 1\n")).toEqual({ body: { a: 1 } });
    await expect(cache.save()).resolves.toBeUndefined();
  });

  test("fail on what is no matter of permission", async () => {
    const cache = new HclCache(file);
    await cache.parse("a = 1\n");
    mkdirSync(file, { recursive: true });
    await expect(cache.save()).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  });
});
