import { expect, test } from "vitest";
import { LocalAws } from "../local-aws/local-aws.ts";
import { memoryTransport } from "../local-aws/memory-transport.ts";
import { services } from "../local-aws/services/index.ts";
import { ensureStateBucket } from "./state-bucket.ts";
import { readStateLock, releaseStateLock, StateLocked, thisUser, withStateLock } from "./state-lock.ts";
import { StateStore } from "./state-store.ts";

const place = { account: "123456789012", region: "ap-southeast-1" };
const purpose = { operation: "restore", info: "version 3HL4" };

async function stores() {
  const aws = new LocalAws({ services, seed: 1 });
  const access = {
    endpoint: "http://127.0.0.1",
    credentials: { accessKeyId: place.account, secretAccessKey: "local" },
    requestHandler: memoryTransport(aws),
  };
  const bucket = "terraform-state-retail-mlops-123456789012";
  const key = "dev/terraform.tfstate";
  await ensureStateBucket({ ...place, bucket, key, access });
  const store = () => new StateStore({ ...place, access, bucket, key });
  return { aws, one: store(), other: store() };
}

test("the lock is there in Terraform's form while somebody works, and gone afterwards", async () => {
  const { one, other } = await stores();
  const seen = await withStateLock(one, purpose, () => readStateLock(other));
  expect(seen).toMatchObject({
    Operation: "restore",
    Info: "version 3HL4",
    Who: thisUser(),
    Path: "terraform-state-retail-mlops-123456789012/dev/terraform.tfstate",
    Created: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
  expect(await readStateLock(one)).toBeUndefined();
});

test("of eight at once exactly one gets it, and the others learn who has it", async () => {
  const { one } = await stores();
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      withStateLock(one, purpose, () => new Promise((done) => setTimeout(done, 100))),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const refused of tries.filter((one) => one.status === "rejected"))
    expect(refused.reason).toMatchObject({ name: "StateLocked", lock: { Who: thisUser() } });
});

test("it is released when the work fails, and the work's error is what is told", async () => {
  const { one } = await stores();
  const failing = withStateLock(one, purpose, () => Promise.reject(new Error("no such version")));
  await expect(failing).rejects.toThrow("no such version");
  expect(await readStateLock(one)).toBeUndefined();
});

test("an answer that is lost after the lock was written does not keep us out of our own lock", async () => {
  const { aws, one } = await stores();
  aws.faults.set("s3:PutObject drop-after=1 times=1");
  expect(await withStateLock(one, purpose, async () => "done")).toBe("done");
  expect(await readStateLock(one)).toBeUndefined();
});

test("only the lock that is named is released", async () => {
  const { one, other } = await stores();
  await withStateLock(one, purpose, async ({ ID }) => {
    expect(await releaseStateLock(other, "another")).toMatchObject({ found: { ID } });
    expect(await readStateLock(other)).toMatchObject({ ID });
    await expect(withStateLock(other, purpose, async () => "never")).rejects.toBeInstanceOf(StateLocked);
    expect(await releaseStateLock(other, ID)).toMatchObject({ released: { ID } });
  });
  expect(await releaseStateLock(one, "anything")).toEqual({});
});

test("a lock that somebody takes between reading and removing stays", async () => {
  const { one, other } = await stores();
  await withStateLock(one, purpose, async ({ ID }) => {
    const read = other.read.bind(other);
    let raced = false;
    other.read = async (key, version) => {
      const object = await read(key, version);
      if (!raced) {
        raced = true;
        await one.write(one.lockKey, JSON.stringify({ ID: "theirs", Who: "anna@laptop" }));
      }
      return object;
    };
    expect(await releaseStateLock(other, ID)).toMatchObject({ found: { ID: "theirs", Who: "anna@laptop" } });
  });
  expect(await readStateLock(one)).toMatchObject({ ID: "theirs" });
});

test("a lock that is no JSON is a lock all the same, and can be named", async () => {
  const { one } = await stores();
  await one.write(one.lockKey, "scribble");
  expect(await readStateLock(one)).toMatchObject({ ID: "scribble", Who: "unknown" });
  expect(await releaseStateLock(one, "scribble")).toMatchObject({ released: { ID: "scribble" } });
});
