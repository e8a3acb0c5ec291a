import { putInTheWay } from "../../end-to-end/in-the-way.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Scenario } from "../scenario.ts";

const PLAIN = ["destroy", "dev", "--local", "--yes"] as const;
const AGREED = [...PLAIN, "--empty-buckets", "--sweep"] as const;

/** A destroy that others' things stand in the way of. */
export const destroys: readonly Scenario[] = [
  {
    id: "destroy-leftovers",
    title: "a destroy with load balancers, groups, interfaces and a node group in its way",
    happens:
      "The cluster's controllers left a load balancer with its groups and interfaces; somebody made a node group by hand",
    sees: "all of it at once, whose it is, before anything is destroyed",
    types: "`infra destroy dev --sweep`",
    from: "deployed",
    ends: "nothing",
    losesData: true,
    async run(sandbox) {
      await leave(sandbox);
      const refused = await sandbox.run(...PLAIN);
      sandbox.expect(refused.code === 1, "a destroy that would stop half-way is refused");
      sandbox.expect(refused.stdout.includes("load balancer k8s-shop-web"), "the load balancer is named");
      const ended = await sandbox.run(...AGREED);
      sandbox.expect(ended.code === 0, "with a yes to it, the destroy ends");
      return undefined;
    },
  },
  {
    id: "destroy-late-log-group",
    title: "EKS makes its log group once more after the destroy",
    happens:
      "EKS writes the cluster's last lines after Terraform has deleted their log group, and so makes it once more",
    sees: "that the group had come back and is deleted",
    types: "nothing: `infra destroy dev` looks by itself",
    from: "deployed",
    ends: "nothing",
    losesData: true,
    async run(sandbox) {
      await sandbox.faults("eks fail=log-group times=1");
      const { code, stdout } = await sandbox.run(...AGREED);
      sandbox.expect(code === 0, "the destroy ends");
      const said = stdout.replace(/\s+/g, " ");
      sandbox.expect(said.includes("once more: deleted"), "it says that the group had come back");
      return undefined;
    },
  },
];

async function leave(sandbox: Sandbox): Promise<void> {
  const { account, region, access } = await sandbox.place();
  await putInTheWay({ endpoint: access?.endpoint ?? "", account, region }, 50);
}
