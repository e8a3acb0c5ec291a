import type { Scenario } from "../scenario.ts";
import { APPLY, converges } from "./kills.ts";

/** Something that Terraform needs fails: a quota, a node group, the provider's own process. */
export const failures: readonly Scenario[] = [
  {
    id: "provider-killed",
    title: "the provider's process is killed",
    happens: "The provider's process dies in the middle of an apply (out of memory, a crash)",
    sees: "that the provider ended; the state is saved, the lock is free",
    types: "`infra apply dev`",
    moments: 3,
    from: "nothing",
    ends: "deployed",
    async run(sandbox, moment) {
      await sandbox.faults(`latency=50-400,seed=${sandbox.seed}`);
      const running = sandbox.start(...APPLY);
      sandbox.expect(await running.event("apply_start", 15 + 30 * moment), "the apply is under way");
      running.kill("provider");
      const { code, stdout, stderr } = await running.ended;
      sandbox.expect(
        code !== 0 && !/This is a bug/.test(stdout + stderr),
        `a dead provider is no bug of ours\n${stderr}`,
      );
      await sandbox.faults("");
      await converges(sandbox, APPLY);
      return undefined;
    },
  },
  {
    id: "quota",
    title: "a quota is used up: no Elastic IP is left",
    happens: "A quota is used up in the middle of an apply: no Elastic IP is left",
    sees: "which quota it is, how many it allows, and where to raise it",
    types: "after the quota is raised: `infra apply dev`",
    from: "nothing",
    ends: "deployed",
    async run(sandbox) {
      await sandbox.server({ behaviour: { quotas: { "vpc:elastic-ips": 0 } } });
      const { code, stdout, stderr } = await sandbox.run(...APPLY);
      sandbox.expect(
        code !== 0 && /Elastic IP/i.test(stdout + stderr),
        `the message names the quota\n${stderr}`,
      );
      await sandbox.stopServer();
      await converges(sandbox, APPLY);
      return undefined;
    },
  },
  {
    id: "node-group-failed",
    title: "a node group ends in CREATE_FAILED",
    happens: "A node group ends in CREATE_FAILED",
    sees: "its health issues and what causes them; the plan replaces it alone",
    types: "`infra apply dev`",
    from: "nothing",
    ends: "deployed",
    async run(sandbox) {
      await sandbox.faults("eks fail=nodegroup times=1");
      const { code, stdout, stderr } = await sandbox.run(...APPLY);
      sandbox.expect(
        code !== 0 && /CREATE_FAILED/.test(stdout + stderr),
        `the message says how it ended\n${stderr}`,
      );
      await converges(sandbox, APPLY);
      return undefined;
    },
  },
];
