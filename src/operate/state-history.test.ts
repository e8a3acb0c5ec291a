import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { beforeEach, expect, it } from "vitest";
import { LocalAws } from "../local-aws/local-aws.ts";
import { memoryTransport } from "../local-aws/memory-transport.ts";
import { services } from "../local-aws/services/index.ts";
import { listVersions, readVersions } from "./state-history.ts";
import { StateStore } from "./state-store.ts";

const account = "123456789012";
const key = "dev/terraform.tfstate";

let store: StateStore;
let now: Date;

const state = (serial: number) => JSON.stringify({ version: 4, serial, lineage: "l", resources: [] });
const put = (Key: string, Body: string) =>
  store.s3.send(new PutObjectCommand({ Bucket: "states", Key, Body }));
const remove = (Key: string) => store.s3.send(new DeleteObjectCommand({ Bucket: "states", Key }));
const lock = (Who: string, Operation = "OperationTypeApply") => JSON.stringify({ ID: "1", Who, Operation });
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};
const history = async () => {
  const { states, locks } = await listVersions(store);
  return readVersions(store, states, locks);
};

beforeEach(async () => {
  now = new Date("2026-11-23T12:00:00Z");
  const aws = new LocalAws({ services, seed: 1, now: () => now });
  store = new StateStore({
    account,
    region: "us-east-1",
    bucket: "states",
    key,
    access: {
      endpoint: "http://127.0.0.1",
      credentials: { accessKeyId: account, secretAccessKey: "local" },
      requestHandler: memoryTransport(aws),
    },
  });
  await store.s3.send(new CreateBucketCommand({ Bucket: "states" }));
  await store.s3.send(
    new PutBucketVersioningCommand({ Bucket: "states", VersioningConfiguration: { Status: "Enabled" } }),
  );
});

it("lists states, deletions and what is no state, the newest first, with who held the lock", async () => {
  await put(store.lockKey, lock("anna@laptop"));
  await put(key, state(1));
  later(20);
  await put(key, state(2));
  await remove(store.lockKey);
  later(60);
  await put(key, '{"version": 4, "ser');
  later(60);
  await remove(key);
  later(60);
  await put(store.lockKey, lock("ben@desk"));
  later(2);
  await put(key, state(3));
  await put("dev/terraform.tfstate.backup", "something else");
  expect(await history()).toMatchObject([
    { current: true, header: { serial: 3 }, writer: { who: "ben@desk", operation: "apply" } },
    { current: false, deletion: true, writer: undefined },
    { problem: expect.stringMatching(/^it is no JSON .*19 characters/), writer: undefined },
    { header: { serial: 2 }, writer: { who: "anna@laptop" } },
    { header: { serial: 1 }, writer: { who: "anna@laptop" } },
  ]);
});

it("does not take a plan of the same second for what wrote the state", async () => {
  await put(store.lockKey, lock("anna@laptop"));
  later(1);
  await put(key, state(1));
  await remove(store.lockKey);
  await put(store.lockKey, lock("ben@desk", "OperationTypePlan"));
  await remove(store.lockKey);
  expect(await history()).toMatchObject([{ writer: { who: "anna@laptop" } }]);
});

it("finds more versions than S3 lists at once", async () => {
  for (let serial = 1; serial <= 1001; serial++) {
    later(1);
    await put(key, state(serial));
  }
  const { states } = await listVersions(store);
  expect(states).toHaveLength(1001);
  const [newest] = await readVersions(store, states.slice(0, 1), []);
  expect(newest?.header?.serial).toBe(1001);
});

it("has nothing to tell of a state that was never written", async () => {
  expect(await history()).toEqual([]);
});
