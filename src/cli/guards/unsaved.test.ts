import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LocalServer, serve } from "../../local-aws/server.ts";
import { testAws } from "../../local-aws/test-aws.ts";
import { StateStore } from "../../operate/state-store.ts";
import { EngineFailed } from "../../terraform/errors.ts";
import type { Deployment } from "../deployment.ts";
import { fateOf, saveAfterFailure, saveUnsavedState } from "./unsaved.ts";

describe("what is to be done with a state that was not saved", () => {
  const unsaved = { lineage: "a", serial: 7 };
  const at = (lineage: string, serial: number) => ({ lineage, serial });

  test.each([
    ["it is saved where there is none and never was", {}, "push"],
    ["it is saved over an older one", { saved: at("a", 6) }, "push"],
    ["it is saved already when the bucket holds the same", { saved: at("a", 7), same: true }, "saved"],
    ["it may not replace what others wrote with the same serial", { saved: at("a", 7) }, "overtaken"],
    ["it may not replace a newer one", { saved: at("a", 9) }, "overtaken"],
    ["it may not replace another state, however old", { saved: at("b", 1) }, "foreign"],
    ["it brings back one that is gone and was not newer", { noted: at("a", 7) }, "push"],
    ["it does not stand in for a newer one that is gone", { noted: at("a", 8) }, "outdated"],
    ["it does not stand in for another one that is gone", { noted: at("b", 1) }, "foreign"],
  ] as const)("%s", (_, beside, fate) => {
    expect(fateOf(unsaved, beside)).toBe(fate);
  });
});

const account = "123456789012";
const bucket = "states";
const key = "dev/terraform.tfstate";

const state = (serial: number, { lineage = "a", owner = account, resource = "one" } = {}) =>
  JSON.stringify({
    ...{ version: 4, terraform_version: "1.11.4", serial, lineage, outputs: {} },
    resources: [
      {
        ...{ mode: "managed", type: "aws_kms_key", name: resource },
        instances: [{ attributes: { id: resource, arn: `arn:aws:kms:eu-west-1:${owner}:key/${resource}` } }],
      },
    ],
  });

describe("the state that an earlier run could not save", () => {
  let server: LocalServer;
  let store: StateStore;
  let directory: string;
  let file: string;
  let pushed: string[];
  let unlocked: string[];
  /** What the engine answers to a push and to a force-unlock, one after the other; it does it afterwards. */
  let failures: { push: Error[]; unlock: Error[] };

  beforeEach(async () => {
    const { aws, client } = testAws();
    server = await serve(aws);
    await client(S3Client).send(new CreateBucketCommand({ Bucket: bucket }));
    const credentials = { accessKeyId: account, secretAccessKey: "local" };
    const access = { endpoint: server.endpoint, credentials };
    store = new StateStore({ account, region: "ap-southeast-1", access, bucket, key });
    directory = mkdtempSync(join(tmpdir(), "infra-"));
    file = join(directory, "errored.tfstate");
    [pushed, unlocked, failures] = [[], [], { push: [], unlock: [] }];
  });
  afterEach(async () => {
    store.close();
    await server.close();
  });

  const deployment = () =>
    ({
      ...{ environment: "dev", target: "local", directory, local: { endpoint: server.endpoint } },
      settings: { account_id: account, region: "ap-southeast-1" },
      state: { bucket, key, region: "ap-southeast-1" },
      workspace: {
        async pushState(name: string) {
          const failure = failures.push.shift();
          if (failure) throw failure;
          pushed.push(name);
          await store.write(key, readFileSync(join(directory, name), "utf8"));
        },
        async forceUnlock(id: string) {
          const failure = failures.unlock.shift();
          if (failure) throw failure;
          if (unlocked.includes(id)) throw new Error("there is no such lock");
          unlocked.push(id);
        },
      },
    }) as unknown as Deployment;
  const inBucket = async () => (await store.read(key))?.text;
  const save = () => saveUnsavedState(deployment());

  test("is none, and nothing is asked", async () => {
    await server.close();
    expect(await save()).toEqual([]);
  });

  test("is saved over the older one, and its file goes", async () => {
    await store.write(key, state(6, { resource: "older" }));
    writeFileSync(file, state(7));
    expect(await save()).toEqual([expect.stringContaining("serial 7, 1 resources (the bucket had serial 6")]);
    expect(await inBucket()).toBe(state(7));
    expect(existsSync(file)).toBe(false);
  });

  test("stays in its file when the push fails", async () => {
    writeFileSync(file, state(7));
    failures.push.push(new Error("the bucket is out of reach"));
    await expect(save()).rejects.toThrow("out of reach");
    expect(readFileSync(file, "utf8")).toBe(state(7));
  });

  test("that was saved after all is not saved again", async () => {
    await store.write(key, state(8));
    writeFileSync(file, state(7));
    expect(await save()).toEqual([expect.stringContaining("was saved after all")]);
    expect(pushed).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  test("is set aside, whole, when others wrote since", async () => {
    await store.write(key, state(9, { resource: "another" }));
    writeFileSync(file, state(7));
    expect(await save()).toEqual([expect.stringContaining("was overtaken: the bucket has serial 9")]);
    const [aside = ""] = readdirSync(directory);
    expect(aside).toMatch(/^errored-7-\d+\.tfstate$/);
    expect(readFileSync(join(directory, aside), "utf8")).toBe(state(7));
    expect(await inBucket()).toBe(state(9, { resource: "another" }));
  });

  test.each([
    ["is empty", "", undefined, /cannot be read: it is empty.*apply/s],
    ["is half written", state(7).slice(0, 90), undefined, /cannot be read: it is no JSON.*mv .*apply dev/s],
    [
      "is another account's",
      state(7, { owner: "210987654321" }),
      state(6),
      /account 210987654321.*Set account_id/s,
    ],
    ["is of another lineage", state(7, { lineage: "b" }), state(6), /lineage b, not a.*--force/s],
    [
      "meets a broken state",
      state(7),
      "{",
      /in the bucket cannot be read.*state restore dev --local .*errored/s,
    ],
    ["meets an empty state", state(7), "", /in the bucket cannot be read, it is empty/s],
  ])("is refused with an answer of its own when it %s, and both stay", async (_, text, saved, answer) => {
    if (saved !== undefined) await store.write(key, saved);
    writeFileSync(file, text);
    const error = await save().catch((one) => one);
    expect([error.message, ...(error.next ?? [])].join("\n")).toMatch(answer);
    expect(pushed).toEqual([]);
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(await inBucket()).toBe(saved);
  });

  test("does not take the place of a newer one that is gone", async () => {
    await store.write(store.noteKey("deployment.json"), JSON.stringify({ lineage: "a", serial: 12 }));
    writeFileSync(file, state(7));
    await expect(save()).rejects.toThrow("the last apply left serial 12");
    expect(await inBucket()).toBeUndefined();
  });

  const lockInfo = (id: string) =>
    `Lock Info:\n  ID:        ${id}\n  Path:      ${bucket}/${key}\n  Operation: OperationTypeApply\n  Who:       me@here\n`;
  const unreleased = (detail: string) =>
    new EngineFailed({
      ...{ command: "apply", exitCode: 1, interrupted: false, output: "" },
      diagnostics: [{ severity: "error", summary: "Error releasing the state lock", detail }],
    });

  describe("is saved by the run itself", { timeout: 20_000 }, () => {
    test("once the bucket is back, without its own lock in the way", async () => {
      writeFileSync(file, state(7));
      failures.push.push(new Error("still out of reach"));
      const done = await saveAfterFailure(deployment(), unreleased(`Error message: 403\n${lockInfo("own")}`));
      expect(done).toEqual([
        expect.stringContaining("Released the lock own"),
        expect.stringContaining("Saved the state"),
      ]);
      expect(unlocked).toEqual(["own"]);
      expect(await inBucket()).toBe(state(7));
    });

    test("and never by taking away the lock that another run has taken since", async () => {
      writeFileSync(file, state(7));
      const detail = `Error message: lock ID 'own' does not match the existing lock ID 'theirs'\n${lockInfo("theirs")}`;
      await saveAfterFailure(deployment(), unreleased(detail));
      expect(unlocked).toEqual([]);
    });

    test("or stays in its file, without a further failure", async () => {
      writeFileSync(file, state(7));
      failures.push.push(...[1, 2, 3].map(() => new Error("out of reach")));
      expect(await saveAfterFailure(deployment(), new Error("it failed"))).toEqual([]);
      expect(existsSync(file)).toBe(true);
    });
  });
});
