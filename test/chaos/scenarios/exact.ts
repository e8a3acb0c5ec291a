import {
  planOfOtherCode,
  planOfOtherProvider,
  stateOfSomebodyElse,
  withoutPublicAccessBlock,
} from "../../end-to-end/stale-plan.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Scenario } from "../scenario.ts";
import { APPLY, converges } from "./kills.ts";

interface Way {
  readonly id: string;
  readonly title: string;
  readonly happens: string;
  readonly sees: string;
  /** What happens between plan and apply. */
  readonly meanwhile: (sandbox: Sandbox) => Promise<unknown> | unknown;
  /** Further arguments of the plan. */
  readonly planned?: readonly string[];
  readonly told: RegExp;
}

/** What makes an approved plan another one. */
const WAYS: readonly Way[] = [
  {
    id: "stale-settings",
    title: "a plan gone stale: other settings",
    happens: "A plan is approved; then a setting is another one",
    sees: "which setting, its value then and now; the new plan; that nothing was applied",
    planned: ["--var", "log_retention_days=60"],
    meanwhile: () => undefined,
    told: /settings +log_retention_days 60 → \d+/,
  },
  {
    id: "stale-code",
    title: "a plan gone stale: other code",
    happens: "A plan is approved; then a commit changes a declaration",
    sees: "whose declaration differs; the new plan; that nothing was applied",
    meanwhile: ({ directory }) => planOfOtherCode(directory),
    told: /code +aws_s3_bucket\.data/,
  },
  {
    id: "stale-provider",
    title: "a plan gone stale: another provider lock",
    happens: "A plan is approved; then the lock file selects another provider version",
    sees: "the provider's version then and now; the new plan; that nothing was applied",
    meanwhile: ({ directory }) => planOfOtherProvider(directory),
    told: /provider lock +hashicorp\/aws 5\.99\.0 → \d/,
  },
  {
    id: "stale-state",
    title: "a plan gone stale: somebody else applied",
    happens: "A plan is approved; then somebody else applies, and the state is another one",
    sees: "the state's serial then and now, and when it was written; the new plan; that nothing was applied",
    meanwhile: (sandbox) => sandbox.store(stateOfSomebodyElse),
    told: /state +serial \d+ → \d+, written \S+/,
  },
  {
    id: "changed-after-plan",
    title: "AWS changed by hand between plan and apply",
    happens: "A plan is approved; then somebody takes away a bucket's public access block by hand",
    sees: "what changed since the plan, attribute by attribute; the new plan; that nothing was applied",
    meanwhile: (sandbox) => sandbox.s3(withoutPublicAccessBlock),
    told: /aws_s3_bucket_public_access_block\.data is gone/,
  },
];

/** The plan that was approved is not the one that would run. */
export const staleness: readonly Scenario[] = WAYS.map(
  ({ id, title, happens, sees, meanwhile, planned = [], told }): Scenario => ({
    id,
    title,
    happens,
    sees,
    types: "`infra apply dev` once more, if the new plan is right",
    from: "deployed",
    ends: "deployed",
    async run(sandbox) {
      const plan = await sandbox.run("plan", "dev", "--local", ...planned);
      sandbox.expect(plan.code === 0, `the plan is made\n${plan.stderr}`);
      await meanwhile(sandbox);
      const { code, stdout } = await sandbox.run(...APPLY);
      sandbox.expect(code === 1, `an apply of a plan that no longer fits ends with 1, not ${code}`);
      sandbox.expect(told.test(stdout), `it says what changed: ${told}\n${stdout}`);
      await converges(sandbox, APPLY);
      return undefined;
    },
  }),
);
