import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployedDev } from "./deployed-dev.ts";
import { driftByHand, handMadeChanges, handMadeDeletion } from "./hand-made-drift.ts";
import type { Infra } from "./infra.ts";

const minutes = 60_000;
const account = "123456789012";
const region = "ap-southeast-1";

interface DriftJson {
  readonly drifted: number;
  readonly counts: Record<"changed" | "deleted" | "added", number>;
  readonly resources: readonly {
    readonly address: string;
    readonly kind: string;
    readonly attributes: readonly { readonly path: string }[];
    readonly changes: readonly {
      readonly certain: boolean;
      readonly event: { readonly name: string; readonly who: Record<"name" | "type" | "role", string> };
    }[];
    readonly takeBack: string;
    readonly takeOver: readonly { readonly text: string; readonly file: string }[];
  }[];
}

/** One dev: as it was applied, changed by hand, taken over, taken back. Each step needs the one before. */
describe("infra drift", { timeout: 5 * minutes }, () => {
  let infra: Infra;
  let endpoint: string;
  let changed: DriftJson;

  beforeAll(async () => {
    infra = await deployedDev();
    ({ endpoint } = await infra.json<{ endpoint: string }>("local", "start"));
  }, 9 * minutes);

  afterAll(() => infra.remove());

  const drift = async (...options: string[]) => {
    const { code, stdout, stderr } = await infra.run("drift", "dev", "--local", "--json", ...options);
    return { code, stderr, found: JSON.parse(stdout) as DriftJson };
  };

  it("finds none right after an apply, although the provider reports some", async () => {
    const { code, found } = await drift();
    expect(found.resources).toEqual([]);
    expect(code).toBe(0);
  });

  it("names ten attributes that were changed by hand and what was deleted, who did it and with what", async () => {
    const outputs = await infra.json<{ outputs: Record<string, { value: unknown }> }>(
      "output",
      "dev",
      "--local",
    );
    await driftByHand({ endpoint, account, region, outputs: outputs.outputs });
    const { code, found } = await drift();
    expect(code).toBe(2);
    changed = found;
    expect(found).toMatchObject({ drifted: 11, counts: { changed: 10, deleted: 1, added: 0 } });
    for (const [address, attribute, event] of handMadeChanges) {
      const one = found.resources.find((resource) => resource.address === address);
      expect(one?.attributes.map(({ path }) => path).join(), address).toContain(attribute);
      expect(one?.changes, address).toMatchObject([
        { certain: true, event: { name: event, who: { name: "anna", type: "AssumedRole", role: "admin" } } },
      ]);
    }
    const [gone, deletion] = handMadeDeletion;
    expect(found.resources.find(({ address }) => address === gone)).toMatchObject({
      kind: "deleted",
      changes: [{ event: { name: deletion, who: { name: "anna" } } }],
      takeBack: "infra apply dev --local",
    });
  });

  it("tells people the same, with both ways out, and leaves everything as it is", async () => {
    const { code, stdout } = await infra.run("drift", "dev", "--local");
    expect(code).toBe(2);
    expect(stdout).toMatch(/by anna \(AssumedRole admin\) with DeleteFlowLogs, \d+ (s|min) ago/);
    expect(stdout).toContain("Take it back: infra apply dev --local");
    expect(stdout).toContain("keep it: log_retention_days = 60 in infra/envs/dev/terraform.tfvars");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(
      "11 resources drifted (1 deleted); nothing was changed.",
    );
  });

  it("prints the setting under which a change stays, and that setting takes it over", async () => {
    const nodes = changed.resources.find(({ address }) => address === "aws_eks_node_group.main");
    expect(nodes?.takeOver).toMatchObject([
      {
        text: "node_group_scaling_config = { desired_size = 2, max_size = 12, min_size = 1 }",
        file: "infra/envs/dev/terraform.tfvars",
      },
    ]);
    const { found: rest } = await drift(
      "--var",
      "node_group_scaling_config={ desired_size = 2, max_size = 12, min_size = 1 }",
    );
    expect(rest.drifted).toBe(10);
    expect(rest.resources.map(({ address }) => address)).not.toContain("aws_eks_node_group.main");
  });

  it("is over once an apply took it back", async () => {
    const applied = await infra.run("apply", "dev", "--local", "--yes");
    expect(applied.code, applied.stderr).toBe(0);
    const { code, found } = await drift();
    expect(found.resources).toEqual([]);
    expect(code).toBe(0);
  });

  it("finds what was attached to a role, which no plan shows, and says how to take it away", async () => {
    const iam = new IAMClient({
      endpoint,
      region,
      credentials: { accessKeyId: account, secretAccessKey: "local" },
    });
    const attachment = {
      RoleName: "retail-mlops-dev-node",
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    };
    await iam.send(new AttachRolePolicyCommand(attachment));
    const { code, found } = await drift();
    expect(code).toBe(2);
    expect(found.resources).toMatchObject([
      {
        address: "aws_iam_role.node",
        kind: "added",
        changes: [{ event: { name: "AttachRolePolicy", who: { name: "administrator" } } }],
        takeBack: `aws iam detach-role-policy --role-name ${attachment.RoleName} --policy-arn ${attachment.PolicyArn}`,
      },
    ]);
    await iam.send(new DetachRolePolicyCommand(attachment));
    expect((await drift()).code).toBe(0);
  });
});
