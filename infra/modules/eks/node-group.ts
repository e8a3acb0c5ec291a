import { AutoscalingGroupTagA as AutoscalingGroupTag } from "@cdktn/provider-aws/lib/autoscaling-group-tag/index.js";
import type { EksCluster } from "@cdktn/provider-aws/lib/eks-cluster/index.js";
import { EksNodeGroup } from "@cdktn/provider-aws/lib/eks-node-group/index.js";
import type { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import { LaunchTemplate } from "@cdktn/provider-aws/lib/launch-template/index.js";
import type { ITerraformDependable } from "cdktn";
import type { Construct } from "constructs";
import { NamedModule } from "../../module.ts";
import { architectureOf } from "../../settings/compute.ts";
import { EnvironmentStack } from "../../stack.ts";
import type { Key } from "../kms/key.ts";

/** What a group of nodes consists of. */
export interface NodeCapacity {
  /** 1 to 20 types of one architecture; spot capacity is found more easily among several. */
  readonly instanceTypes: readonly string[];
  readonly minSize: number;
  /** Only at creation: afterwards the cluster autoscaler decides. */
  readonly desiredSize: number;
  readonly maxSize: number;
  /** Size of each node's volume in GiB. @default 50 */
  readonly diskGib?: number;
}

export interface NodeGroupProps extends NodeCapacity {
  readonly cluster: EksCluster;
  readonly clusterName: string;
  readonly capacityType: "ON_DEMAND" | "SPOT";
  readonly kubernetesVersion: string;
  readonly nodeRole: IamRole;
  readonly subnetIds: string[];
  /** Encrypts the nodes' volumes. */
  readonly key: Key;
  /** What has to be there before the first node starts. */
  readonly dependsOn: ITerraformDependable[];
}

/** A managed node group on Amazon Linux 2023, found by the cluster autoscaler through the tags of its auto scaling group. */
export class NodeGroup extends NamedModule {
  readonly nodeGroup: EksNodeGroup;
  readonly launchTemplate: LaunchTemplate;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id, "eks");
    this.launchTemplate = this.declareLaunchTemplate(props);
    this.nodeGroup = this.declareNodeGroup(props);
    this.tagForAutoscaler("autoscaler_enabled", "k8s.io/cluster-autoscaler/enabled", "true");
    this.tagForAutoscaler("autoscaler_cluster", `k8s.io/cluster-autoscaler/${props.clusterName}`, "owned");
  }

  private declareLaunchTemplate(props: NodeGroupProps): LaunchTemplate {
    const name = `${props.clusterName}-${this.node.id}`;
    const tags = { ...EnvironmentStack.of(this).tags, Name: name };
    return new LaunchTemplate(this, "launch_template", {
      name,
      updateDefaultVersion: true,
      // One hop ends at the node: pods cannot reach the node's role. Controllers are told region and VPC instead of asking here.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: this.volume(props) }],
      // The provider's default tags end at the template; what the template starts is tagged here.
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags,
      })),
      tags: { Name: name },
    });
  }

  private volume({ diskGib = 50, key }: NodeGroupProps) {
    return {
      volumeType: "gp3",
      volumeSize: diskGib,
      encrypted: "true",
      kmsKeyId: key.arn,
      deleteOnTermination: "true",
    };
  }

  private declareNodeGroup(props: NodeGroupProps): EksNodeGroup {
    const { minSize, desiredSize, maxSize } = props;
    return new EksNodeGroup(this, "node_group", {
      clusterName: props.cluster.name,
      nodeGroupName: this.node.id,
      nodeRoleArn: props.nodeRole.arn,
      subnetIds: props.subnetIds,
      version: props.kubernetesVersion,
      amiType: amiTypeOf(props.instanceTypes),
      capacityType: props.capacityType,
      instanceTypes: [...props.instanceTypes],
      launchTemplate: {
        id: this.launchTemplate.id,
        version: this.launchTemplate.getStringAttribute("latest_version"),
      },
      scalingConfig: { minSize, desiredSize, maxSize },
      updateConfig: { maxUnavailablePercentage: 33 },
      tags: { Name: `${props.clusterName}-${this.node.id}` },
      // A group keeps the zones that it was made in: AWS cannot change them, and a new zone is no reason to restart every node.
      lifecycle: { ignoreChanges: ["scaling_config[0].desired_size", "subnet_ids"] },
      dependsOn: props.dependsOn,
    });
  }

  private tagForAutoscaler(id: string, key: string, value: string): void {
    new AutoscalingGroupTag(this, id, {
      autoscalingGroupName: this.nodeGroup.resources.get(0).autoscalingGroups.get(0).name,
      tag: { key, value, propagateAtLaunch: false },
    });
  }
}

function amiTypeOf(instanceTypes: readonly string[]): string {
  const architectures = new Set(instanceTypes.map(architectureOf));
  if (architectures.size !== 1) {
    throw new Error(
      `A node group needs instance types of one architecture, not [${instanceTypes.join(", ")}].`,
    );
  }
  return architectures.has("arm64") ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
}
