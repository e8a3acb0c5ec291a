import type { Command } from "../../command.ts";
import { ENV, JSON_OUT, LOCAL, LOCK_TIMEOUT, VAR, YES } from "../options.ts";

/** What keeps a deployment well after its apply. */
export const operations: readonly Command[] = [
  {
    name: "drift",
    summary: "what somebody changed outside Terraform: who, when, and the two ways out",
    description:
      "Compares the state with what AWS has, attribute by attribute, and says who changed it and when, where the account's trail knows. Shows the two ways out of each: take it back (apply), or take it over (the setting to change). Changes nothing. Exit code 0: no drift, 2: drift, 1: error.",
    arguments: [ENV],
    options: [LOCAL, VAR, LOCK_TIMEOUT, JSON_OUT],
    examples: [
      ["infra drift dev", "what differs, since when, by whom"],
      ["infra drift prod --json", "for a scheduled job: exit code 2 means drift"],
    ],
    answersByExitCode: true,
    load: () => import("../drift.ts"),
  },
  {
    name: "state",
    summary: "the state's versions: list them, bring one back, save a copy",
    description:
      "`history` lists the state's versions in its bucket, the newest first: when, by whom, serial, how many resources, and what changed. `restore` brings one back, or a saved file, after showing what that changes, under the state's lock. `pull` saves a copy.",
    arguments: [
      { name: "action", description: "what to do", choices: ["history", "restore", "pull"] },
      ENV,
      {
        name: "version",
        description: "restore: a version of `history`, or a file. pull: the file to write (default: stdout)",
        optional: true,
      },
    ],
    options: [
      LOCAL,
      VAR,
      { flags: "--full", description: "history: every version that is kept, not only the newest twenty" },
      {
        flags: "--force",
        description: "restore: although it is of another lineage, or a file older than the bucket's state",
      },
      YES,
      LOCK_TIMEOUT,
      JSON_OUT,
    ],
    examples: [
      ["infra state history dev", "what was there, and what each run changed"],
      ["infra state restore dev 3HL4kqtJlcpXroDTDmJ", "shows what it would change, asks, restores"],
      ["infra state pull dev dev.tfstate", "a copy, before something bold"],
    ],
    load: () => import("../state.ts"),
  },
  {
    name: "unlock",
    summary: "show who holds the state's lock, and release it once nobody works there any more",
    description:
      "Shows the lock's holder, host, command and age, and whether the holder is still alive, where that can be known; releases it after a yes. Refuses while the holder lives: two applies at once lose each other's resources.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      {
        flags: "--id <lock-id>",
        description: "release only this very lock, as `terraform force-unlock` does",
      },
      { flags: "--force", description: "release it although its holder seems to be alive" },
      YES,
      JSON_OUT,
    ],
    examples: [
      ["infra unlock dev", "who holds it; asks before it releases"],
      ["infra unlock dev --id 6f2a… --yes", "for scripts: this lock and no other"],
    ],
    load: () => import("../unlock.ts"),
  },
];
