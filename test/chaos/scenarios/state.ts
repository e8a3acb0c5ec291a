import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Sandbox } from "../sandbox.ts";
import type { Scenario } from "../scenario.ts";
import { refuse, unprotected } from "../state-bucket.ts";
import { APPLY, converges } from "./kills.ts";

/** What can happen to the state's object, each in a run of its own. */
const LOSSES: readonly (readonly [string, (s3: S3Client, object: StateObject) => Promise<unknown>])[] = [
  ["deleted", (s3, { text: _, ...at }) => s3.send(new DeleteObjectCommand(at))],
  ["emptied", (s3, { text: _, ...at }) => s3.send(new PutObjectCommand({ ...at, Body: "" }))],
  [
    "truncated",
    (s3, { text, ...at }) =>
      s3.send(new PutObjectCommand({ ...at, Body: text.slice(0, Math.round(text.length * 0.6)) })),
  ],
  [
    "replaced by another state",
    (s3, { text, ...at }) => {
      const other = {
        ...JSON.parse(text),
        lineage: "b1946ac9-2f1d-4c6a-9f0e-5d3c8a7e6b21",
        serial: 1,
        resources: [],
      };
      return s3.send(new PutObjectCommand({ ...at, Body: JSON.stringify(other) }));
    },
  ],
];

interface StateObject {
  readonly Bucket: string;
  readonly Key: string;
  readonly text: string;
}

/** The state is refused, lost or broken. */
export const states: readonly Scenario[] = [
  {
    id: "state-refused",
    title: "the state cannot be saved: AWS refuses the write",
    happens: "Credentials expire or S3 fails in the middle of an apply: the state cannot be saved",
    sees: "that the state is kept in a file, and that the next apply saves it",
    types: "`infra apply dev`",
    moments: 2,
    from: "nothing",
    ends: "deployed",
    async run(sandbox, moment) {
      const running = sandbox.start(...APPLY);
      sandbox.expect(await running.event("apply_complete", 30), "the apply is under way");
      const end = await [
        () => refuse(sandbox, "s3:PutObject", "dev/terraform.tfstate"),
        async () => {
          await sandbox.faults("s3:PutObject error=1");
          return () => sandbox.faults("");
        },
      ][moment]?.();
      const { code } = await running.ended;
      sandbox.expect(code !== 0, "an apply whose state is not saved does not end with 0");
      sandbox.expect(existsSync(join(sandbox.directory, "errored.tfstate")), "the state is kept in a file");
      await end?.();
      await converges(sandbox, APPLY);
      return undefined;
    },
  },
  {
    id: "unlock-refused",
    title: "the lock cannot be released: AWS refuses",
    happens: "AWS refuses to release the lock at the end of an apply",
    sees: "that everything is applied, that the lock stays, and the command that releases it",
    types: "`infra unlock dev`",
    from: "nothing",
    ends: "deployed",
    async run(sandbox) {
      const running = sandbox.start(...APPLY);
      sandbox.expect(await running.event("apply_complete", 50), "the apply is under way");
      const end = await refuse(sandbox, "s3:DeleteObject", "dev/terraform.tfstate.tflock");
      const { code, stdout, stderr } = await running.ended;
      sandbox.expect(code !== 0, "a lock that stays is no success");
      sandbox.expect(/infra unlock dev/.test(stdout + stderr), `the message names the command\n${stderr}`);
      await end();
      const unlocked = await sandbox.run("unlock", "dev", "--local", "--yes");
      sandbox.expect(unlocked.code === 0, `infra unlock releases it\n${unlocked.stderr}${unlocked.stdout}`);
      return undefined;
    },
  },
  {
    id: "state-lost",
    title: "the state is deleted, emptied, truncated, replaced by another",
    happens: "The state's object is deleted, emptied, truncated, or another state lies in its place",
    sees: "that there must be a state, how it differs from what was there, and which version to bring back",
    types: "`infra state history dev`, `infra state restore dev <version>`",
    moments: LOSSES.length,
    from: "deployed",
    ends: "deployed",
    async run(sandbox, moment) {
      const [what, harm] = LOSSES[moment] ?? [];
      const { key, text } = await sandbox.store(async (store) => ({
        key: store.props.key,
        text: (await store.read(store.props.key))?.text ?? "",
      }));
      await unprotected(sandbox, async (s3, Bucket) => harm?.(s3, { Bucket, Key: key, text }));
      for (const command of ["plan", "apply"]) {
        const { code, stdout, stderr } = await sandbox.run(
          command,
          "dev",
          "--local",
          ...(command === "apply" ? ["--yes"] : []),
        );
        sandbox.expect(
          code === 1,
          `infra ${command} refuses a state that is ${what}; it ended with ${code}\n${stderr}${stdout}`,
        );
        sandbox.expect(
          /infra state (history|restore) dev/.test(stdout + stderr),
          `infra ${command} names the way out\n${stderr}`,
        );
      }
      const version = await wholeVersion(sandbox);
      // Of two lineages, a person has to say which one is right.
      const force = moment === 3 ? ["--force"] : [];
      const restored = await sandbox.run("state", "restore", "dev", version, "--local", "--yes", ...force);
      sandbox.expect(
        restored.code === 0,
        `infra state restore brings it back\n${restored.stderr}${restored.stdout}`,
      );
      return what;
    },
  },
  {
    id: "state-older",
    title: "an old copy of the state is restored, that knows half of what there is",
    happens: "Somebody restores a copy of the state from before half of the resources were made",
    sees: "what that state forgets; then that the next plan takes over what exists, and destroys nothing",
    types: "`infra state restore dev <file> --force`, `infra apply dev`",
    from: "deployed",
    ends: "deployed",
    async run(sandbox) {
      const { file, resources } = await olderCopy(sandbox);
      const restore = ["state", "restore", "dev", file, "--local", "--yes"];
      const refused = await sandbox.run(...restore);
      sandbox.expect(refused.code === 1, `an older copy takes --force\n${refused.stdout}`);
      const restored = await sandbox.run(...restore, "--force");
      sandbox.expect(restored.code === 0, `it is restored\n${restored.stderr}${restored.stdout}`);
      const plan = await sandbox.json<PlanJson>("plan", "dev", "--local");
      const { delete: destroyed, replace } = plan.counts;
      sandbox.expect(destroyed + replace === 0, `the plan destroys nothing: ${JSON.stringify(plan.counts)}`);
      await converges(sandbox, APPLY);
      return `it knew ${resources} resources`;
    },
  },
];

interface PlanJson {
  readonly counts: Readonly<Record<"delete" | "replace", number>>;
}

/** A copy as it was when every second resource was still to be made. */
async function olderCopy(sandbox: Sandbox): Promise<{ readonly file: string; readonly resources: number }> {
  const file = join(sandbox.cacheDir, "older.tfstate");
  await sandbox.run("state", "pull", "dev", file, "--local");
  const { serial, resources, ...rest } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly serial: number;
    readonly resources: readonly { readonly mode: string }[];
  };
  const known = resources.filter(({ mode }, index) => mode === "data" || index % 2 === 0);
  writeFileSync(file, JSON.stringify({ ...rest, serial: serial - 1, resources: known }));
  return { file, resources: known.filter(({ mode }) => mode === "managed").length };
}

/** The newest version that holds resources, as `infra state history` lists it. */
async function wholeVersion(sandbox: Sandbox): Promise<string> {
  const { versions } = await sandbox.json<{
    versions: readonly { readonly version: string; readonly resources?: number }[];
  }>("state", "history", "dev", "--local");
  const whole = versions.find(({ resources = 0 }) => resources > 50);
  sandbox.expect(
    whole !== undefined,
    `the history holds a whole version: ${JSON.stringify(versions).slice(0, 500)}`,
  );
  return String(whole?.version);
}
