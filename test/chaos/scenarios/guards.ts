import { DescribeKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { lookForState } from "../../../src/operate/lost-state.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Scenario } from "../scenario.ts";
import { APPLY, converges } from "./kills.ts";

interface StoredState {
  serial: number;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: { status?: string; attributes: Record<string, unknown> }[];
  }[];
}

/** What the state says of one resource. */
async function held(sandbox: Sandbox, type: string, name: string) {
  const text = await sandbox.store(async (store) => (await store.read(store.props.key))?.text ?? "");
  const state = JSON.parse(text) as StoredState;
  const instance = state.resources.find((one) => one.type === type && one.name === name)?.instances[0];
  if (!instance) throw new Error(`The state has no ${type}.${name}.`);
  return { state, instance };
}

/** What would lose data, keys or the state if nobody stopped it. */
export const guards: readonly Scenario[] = [
  {
    id: "key-doomed",
    title: "a key that waits for its deletion",
    happens:
      "Somebody schedules the key of all data for deletion; Terraform takes it for gone, and plans a new one",
    sees: "which key, until when, and that what it encrypted would be lost",
    types: "`infra apply dev`, which cancels the deletion after a yes",
    from: "deployed",
    ends: "deployed",
    async run(sandbox) {
      const { instance } = await held(sandbox, "aws_kms_key", "s3");
      const KeyId = String(instance.attributes.arn);
      const kms = new KMSClient(await sandbox.client());
      try {
        await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
        const { code, stdout, stderr } = await sandbox.run(...APPLY);
        const said = `${stdout}${stderr}`.replace(/\s+/g, " ");
        sandbox.expect(code === 0 && said.includes("aws_kms_key.s3 is kept"), `the key is kept\n${said}`);
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
        sandbox.expect(KeyMetadata?.KeyState === "Enabled", `it can be used again: ${KeyMetadata?.KeyState}`);
      } finally {
        kms.destroy();
      }
      return undefined;
    },
  },
  {
    id: "spurious-taint",
    title: "a bucket that is marked as unfinished, and is well",
    happens:
      "A run that broke off, or a mistake of the provider's, leaves the data bucket tainted; the next plan destroys it",
    sees: "that AWS says that the bucket is well, and that the mark is taken away",
    types: "`infra apply dev`",
    from: "deployed",
    ends: "deployed",
    async run(sandbox) {
      const { state, instance } = await held(sandbox, "aws_s3_bucket", "data");
      instance.status = "tainted";
      state.serial += 1;
      await sandbox.store((store) => store.write(store.props.key, JSON.stringify(state)));
      const { code, stdout, stderr } = await sandbox.run(...APPLY);
      const said = `${stdout}${stderr}`.replace(/\s+/g, " ");
      sandbox.expect(
        code === 0 && /aws_s3_bucket\.data was marked/.test(said),
        `the bucket is kept\n${said}`,
      );
      return undefined;
    },
  },
  {
    id: "state-damaged",
    title: "a state that is cut off",
    happens: "The state object ends in the middle",
    sees: "how many bytes there are, and the version that fits",
    types: "`infra state restore dev <version>`",
    from: "deployed",
    ends: "deployed",
    async run(sandbox) {
      await sandbox.store((store) => store.write(store.props.key, '{"version":4,"lin'));
      const { code, stdout, stderr } = await sandbox.run(...APPLY);
      const said = `${stdout}${stderr}`;
      sandbox.expect(code === 1 && /17 bytes that are no state/.test(said), `it is refused\n${said}`);
      const found = await sandbox.store((store) => lookForState(store, () => undefined));
      const version = found.kind === "lost" ? found.lost.fitting?.versionId : undefined;
      sandbox.expect(
        version !== undefined && said.includes(version),
        `the version is named: ${version}\n${said}`,
      );
      await sandbox.run("state", "restore", "dev", version ?? "", "--local", "--yes");
      await converges(sandbox, APPLY);
      return undefined;
    },
  },
];
