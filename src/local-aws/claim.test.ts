import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claim } from "./claim.ts";

describe("a claim on a state folder", () => {
  let folder: string;
  const lock = () => join(folder, "owner.pid");
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "claim-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("goes to one", () => {
    const first = claim(folder);
    expect(first).toBeDefined();
    expect(readFileSync(lock(), "utf8")).toBe(String(process.pid));
    expect(claim(folder)).toBeUndefined();
    first?.release();
    expect(claim(folder)).toBeDefined();
  });

  it("is taken over from a process that is gone, and not from one that is about to write its id", () => {
    writeFileSync(lock(), "999999999");
    expect(claim(folder)).toBeDefined();
    writeFileSync(lock(), "");
    expect(claim(folder)).toBeUndefined();
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock(), longAgo, longAgo);
    expect(claim(folder)).toBeDefined();
  });

  it("is neither announced nor released by whoever lost it", () => {
    const lost = claim(folder);
    writeFileSync(lock(), "1");
    expect(lost?.announce({ endpoint: "http://127.0.0.1:1", pid: process.pid })).toBe(false);
    lost?.release();
    expect(readFileSync(lock(), "utf8")).toBe("1");
  });
});
