import { CreateBucketCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { LocalAws } from "../local-aws/local-aws.ts";
import { memoryTransport } from "../local-aws/memory-transport.ts";
import { services } from "../local-aws/services/index.ts";
import { writeDeploymentNote } from "./deployment-note.ts";
import { lookForState } from "./lost-state.ts";
import { StateStore } from "./state-store.ts";

const account = "123456789012";
const key = "dev/terraform.tfstate";
const stateOf = (serial: number, resources = 1, lineage = "ours") =>
  JSON.stringify({
    ...{ version: 4, lineage, serial, terraform_version: "1.11.4" },
    resources: Array.from({ length: resources }, (_, index) => ({
      mode: "managed",
      type: "aws_vpc",
      name: `v${index}`,
      instances: [{}],
    })),
  });

describe("the state of a deployment", () => {
  let store: StateStore;
  let aws: LocalAws;
  const unread: unknown[] = [];
  const look = () => lookForState(store, (error) => unread.push(error));
  const note = (serial: number) =>
    writeDeploymentNote(store, {
      lineage: "ours",
      serial,
      resources: 3,
      at: "",
      by: "anna@laptop",
      tool: "1",
    });

  beforeEach(async () => {
    unread.length = 0;
    aws = new LocalAws({ services, seed: 1 });
    store = new StateStore({
      ...{ account, region: "eu-west-1", bucket: "states", key },
      access: {
        endpoint: "http://127.0.0.1",
        credentials: { accessKeyId: account, secretAccessKey: "local" },
        requestHandler: memoryTransport(aws),
      },
    });
    const LocationConstraint = "eu-west-1";
    await store.s3.send(
      new CreateBucketCommand({ Bucket: "states", CreateBucketConfiguration: { LocationConstraint } }),
    );
    await store.s3.send(
      new PutBucketVersioningCommand({ Bucket: "states", VersioningConfiguration: { Status: "Enabled" } }),
    );
  });

  test("before the first apply is none, and that is no loss", async () => {
    expect(await look()).toEqual({ kind: "none" });
  });

  test("as the last apply left it, or newer, is fine; with nothing in it after a destroy, too", async () => {
    await store.write(key, stateOf(4, 2));
    expect(await look()).toMatchObject({ kind: "state", resources: 2 });
    await note(4);
    expect(await look()).toMatchObject({ kind: "state", resources: 2 });
    await store.write(key, stateOf(9, 0));
    expect(await look()).toMatchObject({ kind: "state", resources: 0 });
  });

  test.each([
    ["is deleted", () => store.remove(key), { kind: "missing" }],
    ["is emptied", () => store.write(key, ""), { kind: "empty" }],
    ["is cut off", () => store.write(key, '{"version":4,'), { kind: "unreadable", bytes: 13 }],
    ["is of another format", () => store.write(key, '{"version":3}'), { kind: "unreadable" }],
    [
      "is another's",
      () => store.write(key, stateOf(9, 1, "theirs")),
      { kind: "other-lineage", lineage: "theirs" },
    ],
    ["is an older one", () => store.write(key, stateOf(2)), { kind: "older", serial: 2 }],
  ])("that %s is lost, and the version of the last apply is found", async (_, lose, loss) => {
    await store.write(key, stateOf(3));
    await store.write(key, stateOf(4, 3));
    await note(4);
    await lose();
    expect(await look()).toMatchObject({
      kind: "lost",
      lost: { loss, note: { serial: 4 }, fitting: { header: { serial: 4, resources: 3 } } },
    });
  });

  test("that a first apply wrote before it broke off, and that is gone since, is lost as well", async () => {
    await store.write(key, stateOf(1, 5));
    await store.remove(key);
    expect(await look()).toMatchObject({ kind: "lost", lost: { fitting: { header: { resources: 5 } } } });
  });

  test("that was removed after everything was destroyed is no loss", async () => {
    await store.write(key, stateOf(1, 5));
    await store.write(key, stateOf(2, 0));
    await store.remove(key);
    expect(await look()).toEqual({ kind: "none" });
  });

  test("is judged without the note where that cannot be understood", async () => {
    await store.write(key, stateOf(4));
    await store.write(store.noteKey("deployment.json"), "{");
    expect(await look()).toMatchObject({ kind: "state", resources: 1 });
    expect(unread).toEqual([]);
  });
});
