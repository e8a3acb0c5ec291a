import {
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import {
  DeleteFargateProfileCommand,
  DeleteNodegroupCommand,
  DescribeFargateProfileCommand,
  DescribeNodegroupCommand,
} from "@aws-sdk/client-eks";
import { DeleteLoadBalancerCommand as DeleteClassicCommand } from "@aws-sdk/client-elastic-load-balancing";
import {
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { AwsClients } from "./clients.ts";
import type { Estate } from "./estate.ts";
import { ownerOf } from "./interface-owners.ts";
import type { Leftover, LeftoverKind } from "./leftover.ts";
import { reasonOf } from "./leftovers.ts";
import { interfacesIn } from "./network-interfaces.ts";
import { isGone, patiently, unlessGone, until } from "./waiting.ts";

/** How long AWS may take, in seconds, until what we deleted is gone; the embedded AWS takes its own time. */
export interface Patience {
  /** @default 600, five times what AWS usually takes */
  readonly interfaces?: number;
  /** @default 1200 */
  readonly nodeGroups?: number;
  /** Between two looks. @default 5 */
  readonly pause?: number;
}

export interface SweepProps {
  readonly aws: AwsClients;
  readonly estate: Estate;
  readonly patience?: Patience;
  /** What is being done or waited for. */
  readonly say?: (what: string) => void;
}

export interface Swept {
  readonly done: readonly Leftover[];
  /** What AWS would not let go, and why. */
  readonly kept: readonly { readonly leftover: Leftover; readonly reason: string }[];
}

/** In this order: what holds the others goes first. */
const order: readonly LeftoverKind[][] = [
  ["load-balancer", "classic-load-balancer"],
  ["target-group"],
  ["node-group", "fargate-profile"],
  ["network-interface"],
  ["security-group"],
];

/** Removes what a cluster's controllers left, each kind when what holds it is gone. Only what `remedy` says is swept is touched. */
export async function sweep(leftovers: readonly Leftover[], props: SweepProps): Promise<Swept> {
  const done: Leftover[] = [];
  const kept: { leftover: Leftover; reason: string }[] = [];
  for (const kinds of order) {
    const these = leftovers.filter(({ kind, remedy }) => remedy === "sweep" && kinds.includes(kind));
    if (these.length === 0) continue;
    if (kinds.includes("security-group")) await forgetEachOther(props, these);
    await Promise.all(
      these.map(async (leftover) => {
        props.say?.(`deleting ${leftover.name}`);
        try {
          await remove(leftover, props);
          done.push(leftover);
        } catch (error) {
          kept.push({ leftover, reason: reasonOf(error) });
        }
      }),
    );
    if (kinds.includes("load-balancer")) await interfacesGone(these, props);
  }
  return { done, kept };
}

async function remove(leftover: Leftover, props: SweepProps): Promise<void> {
  const { aws, patience: { nodeGroups = 1200, pause = 5 } = {} } = props;
  const { kind, id, cluster: clusterName = "" } = leftover;
  switch (kind) {
    case "load-balancer":
      await aws.balancing.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: id }));
      return;
    case "classic-load-balancer":
      await aws.classic.send(new DeleteClassicCommand({ LoadBalancerName: id }));
      return;
    case "target-group":
      await patiently(() => aws.balancing.send(new DeleteTargetGroupCommand({ TargetGroupArn: id })), pause);
      return;
    case "security-group":
      await patiently(() => aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId: id })), pause);
      return;
    case "network-interface":
      await patiently(
        () => aws.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id })),
        pause,
      );
      return;
    case "node-group": {
      const which = { clusterName, nodegroupName: id };
      await unlessGone(() => aws.eks.send(new DeleteNodegroupCommand(which)));
      await until(() => isGone(() => aws.eks.send(new DescribeNodegroupCommand(which))), {
        what: `the node group ${id} is gone`,
        seconds: nodeGroups,
        pause,
      });
      return;
    }
    case "fargate-profile": {
      const which = { clusterName, fargateProfileName: id };
      await unlessGone(() => aws.eks.send(new DeleteFargateProfileCommand(which)));
      await until(() => isGone(() => aws.eks.send(new DescribeFargateProfileCommand(which))), {
        what: `the Fargate profile ${id} is gone`,
        seconds: nodeGroups,
        pause,
      });
      return;
    }
    default:
      throw new TypeError(`Nothing sweeps a ${kind}`);
  }
}

/** A deleted load balancer's interfaces stay for a minute or more, and hold subnets and groups as long. */
async function interfacesGone(balancers: readonly Leftover[], props: SweepProps): Promise<void> {
  const { aws, estate, say, patience: { interfaces = 600, pause = 5 } = {} } = props;
  const names = new Set(balancers.map(({ name }) => name));
  say?.("waiting until AWS has taken away the load balancers' network interfaces");
  await until(
    async () => {
      const all = await interfacesIn(aws.ec2, estate.vpcIds);
      return !all.some((one) => {
        const owner = ownerOf(one);
        return owner?.kind === "load-balancer" && names.has(owner.id ?? "");
      });
    },
    { what: "the load balancers' network interfaces are gone", seconds: interfaces, pause },
    // What still holds then is told by whatever it holds.
  ).catch(() => undefined);
}

/** Groups whose rules name each other keep each other: in our VPC, the rules that name a group which goes are taken back. In a peered one they hold nothing, and are somebody's. */
async function forgetEachOther(
  { aws: { ec2 }, estate }: SweepProps,
  groups: readonly Leftover[],
): Promise<void> {
  const inOurs = { Name: "vpc-id", Values: [...estate.vpcIds] };
  for (const { id } of groups) {
    for (const egress of [false, true]) {
      const Name = `${egress ? "egress.ip-permission" : "ip-permission"}.group-id`;
      const { SecurityGroups = [] } = await ec2.send(
        new DescribeSecurityGroupsCommand({ Filters: [inOurs, { Name, Values: [id] }] }),
      );
      for (const { GroupId, IpPermissions = [], IpPermissionsEgress = [] } of SecurityGroups) {
        if (GroupId === id) continue;
        const naming = (egress ? IpPermissionsEgress : IpPermissions).flatMap(
          ({ IpProtocol, FromPort, ToPort, UserIdGroupPairs = [] }) => {
            const pairs = UserIdGroupPairs.filter((pair) => pair.GroupId === id).map(() => ({ GroupId: id }));
            return pairs.length > 0 ? [{ IpProtocol, FromPort, ToPort, UserIdGroupPairs: pairs }] : [];
          },
        );
        if (naming.length === 0) continue;
        const input = { GroupId, IpPermissions: naming };
        await unlessGone(() =>
          egress
            ? ec2.send(new RevokeSecurityGroupEgressCommand(input))
            : ec2.send(new RevokeSecurityGroupIngressCommand(input)),
        );
      }
    }
  }
}
