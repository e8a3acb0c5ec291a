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
/** How many versions S3 lists at once, instead of its thousand. */
let pageSize: string | undefined;

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
  pageSize = undefined;
  const transport = memoryTransport(new LocalAws({ services, seed: 1, now: () => now }));
  store = new StateStore({
    account,
    region: "us-east-1",
    bucket: "states",
    key,
    access: {
      endpoint: "http://127.0.0.1",
      credentials: { accessKeyId: account, secretAccessKey: "local" },
      requestHandler: {
        ...transport,
        handle: (request: Parameters<typeof transport.handle>[0]) =>
          transport.handle(
            request.query && "versions" in request.query && pageSize
              ? { ...request, query: { ...request.query, "max-keys": pageSize } }
              : request,
          ),
      },
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
  pageSize = "3";
  for (let serial = 1; serial <= 10; serial++) {
    later(1);
    await put(key, state(serial));
  }
  expect((await history()).map(({ header }) => header?.serial)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

it("has nothing to tell of a state that was never written", async () => {
  expect(await history()).toEqual([]);
});
