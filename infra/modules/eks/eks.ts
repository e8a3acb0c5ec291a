import { CloudwatchLogGroup } from "@cdktn/provider-aws/lib/cloudwatch-log-group/index.js";
import type { EksAddon } from "@cdktn/provider-aws/lib/eks-addon/index.js";
import { EksCluster } from "@cdktn/provider-aws/lib/eks-cluster/index.js";
import type { IamRole } from "@cdktn/provider-aws/lib/iam-role/index.js";
import type { Construct } from "constructs";
import { Module } from "../../module.ts";
import { OidcProvider } from "../iam-irsa/oidc-provider.ts";
import type { Key } from "../kms/key.ts";
import type { Vpc } from "../vpc/vpc.ts";
import { declareAdmins } from "./access.ts";
import type { AddonName } from "./addon-versions.ts";
import { declareAddon, declareCniRole, declareEbsCsiRole } from "./addons.ts";
import { declareClusterRole, declareNodeRole, type PermittedRole } from "./cluster-role.ts";
import { clusterLogGroupName } from "./names.ts";
import { type NodeCapacity, NodeGroup } from "./node-group.ts";
import { SERVICE_CIDR } from "./service-cidr.ts";
import { DEFAULT_CLUSTER_VERSION } from "./versions.ts";

export interface EksProps {
  readonly clusterName: string;
  readonly vpc: Vpc;
  /** Encrypts Kubernetes secrets and the nodes' volumes. */
  readonly key: Key;
  /** Encrypts the control plane's logs; its policy has to name `clusterLogGroupName(clusterName)`. */
  readonly logsKey: Key;
  /** The on-demand group, `main`. */
  readonly nodes: NodeCapacity;
  /** A second group, `spot`, on capacity that AWS may take back with two minutes' notice. @default none */
  readonly spotNodes?: NodeCapacity;
  /** Kubernetes version. @default the newest but one in standard support */
  readonly version?: string;
  /** ARNs of IAM roles and users that administer the cluster. @default nobody */
  readonly admins?: readonly string[];
  /** Where the API may be reached from over the Internet. @default nowhere: only from inside the VPC */
  readonly publicAccessCidrs?: readonly string[];
  /** @default 365 */
  readonly logRetentionDays?: number;
}

const CONTROL_PLANE_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/**
 * A Kubernetes cluster with managed nodes. The control plane costs 73 USD a month in standard support, 438 in extended.
 *
 * The order of creation is what takes the time: key, cluster, network plugin, nodes, CoreDNS. All else runs beside it.
 *
 * @example
 * new Eks(stack, "eks", {
 *   clusterName: "retail-mlops-dev", vpc, key: kms.eks, logsKey: kms.logs,
 *   nodes: { instanceTypes: ["t3.medium"], minSize: 1, desiredSize: 2, maxSize: 10 },
 * });
 */
export class Eks extends Module {
  readonly cluster: EksCluster;
  readonly clusterName: string;
  readonly version: string;
  readonly logGroup: CloudwatchLogGroup;
  readonly clusterRole: IamRole;
  readonly nodeRole: IamRole;
  readonly oidcProvider: OidcProvider;
  readonly nodeGroups: { readonly main: NodeGroup; readonly spot?: NodeGroup };
  readonly addons: Readonly<Record<AddonName, EksAddon>>;

  constructor(scope: Construct, id: string, props: EksProps) {
    super(scope, id, "eks");
    const { clusterName, key, version = DEFAULT_CLUSTER_VERSION } = props;
    this.clusterName = clusterName;
    this.version = version;
    this.logGroup = this.declareLogGroup(props);
    const clusterRole = declareClusterRole(this, { clusterName, key });
    const nodeRole = declareNodeRole(this, { clusterName });
    this.clusterRole = clusterRole.role;
    this.nodeRole = nodeRole.role;
    this.cluster = this.declareCluster(props, clusterRole);
    declareAdmins(this, this.cluster, props.admins ?? []);
    this.oidcProvider = this.declareOidcProvider();

    const addon = { cluster: this.cluster, kubernetesVersion: version };
    const cniRole = declareCniRole(this, clusterName, this.oidcProvider);
    const ebsCsiRole = declareEbsCsiRole(this, clusterName, this.oidcProvider, key);
    // A node without the network plugin never becomes ready; CoreDNS and the volume driver without a node wait for 20 minutes.
    const vpcCni = declareAddon(this, "vpc-cni", { ...addon, role: cniRole });
    this.nodeGroups = this.declareNodeGroups(props, nodeRole, vpcCni);
    const after = [this.nodeGroups.main.nodeGroup];
    this.addons = {
      "vpc-cni": vpcCni,
      "kube-proxy": declareAddon(this, "kube-proxy", addon),
      "eks-pod-identity-agent": declareAddon(this, "eks-pod-identity-agent", addon),
      coredns: declareAddon(this, "coredns", { ...addon, after }),
      "aws-ebs-csi-driver": declareAddon(this, "aws-ebs-csi-driver", { ...addon, role: ebsCsiRole, after }),
    };
  }

  /** The security group that EKS makes, shared by control plane and nodes. */
  get clusterSecurityGroupId(): string {
    return this.cluster.vpcConfig.clusterSecurityGroupId;
  }

  /** Made before the cluster and removed after it, so that EKS never makes one of its own: unencrypted, and kept for ever. */
  private declareLogGroup(props: EksProps): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, "control_plane", {
      name: clusterLogGroupName(props.clusterName),
      retentionInDays: props.logRetentionDays ?? 365,
      kmsKeyId: props.logsKey.arn,
    });
  }

  private declareCluster(props: EksProps, { role, permissions }: PermittedRole): EksCluster {
    const publicAccessCidrs = [...(props.publicAccessCidrs ?? [])];
    return new EksCluster(this, "cluster", {
      name: props.clusterName,
      version: this.version,
      roleArn: role.arn,
      vpcConfig: {
        subnetIds: props.vpc.privateSubnetIds,
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccessCidrs.length > 0,
        publicAccessCidrs: publicAccessCidrs.length > 0 ? publicAccessCidrs : undefined,
      },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: SERVICE_CIDR },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { provider: { keyArn: props.key.arn }, resources: ["secrets"] },
      enabledClusterLogTypes: CONTROL_PLANE_LOGS,
      bootstrapSelfManagedAddons: false,
      // Never upgraded behind Terraform's back: past standard support it costs more, and plans say so.
      upgradePolicy: { supportType: "EXTENDED" },
      // A control plane keeps the zones that it was made in: AWS refuses any other set of them, and nodes elsewhere reach it all the same.
      // Who made it matters once, and EKS never tells: a cluster that is taken over by an import would else be replaced.
      lifecycle: {
        ignoreChanges: [
          "vpc_config[0].subnet_ids",
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
        ],
      },
      dependsOn: [this.logGroup, ...permissions],
    });
  }

  private declareOidcProvider(): OidcProvider {
    return new OidcProvider(this, "eks", { issuerUrl: this.cluster.identity.get(0).oidc.get(0).issuer });
  }

  private declareNodeGroups(props: EksProps, nodeRole: PermittedRole, vpcCni: EksAddon): Eks["nodeGroups"] {
    const shared = {
      cluster: this.cluster,
      clusterName: props.clusterName,
      kubernetesVersion: this.version,
      nodeRole: nodeRole.role,
      subnetIds: props.vpc.privateSubnetIds,
      key: props.key,
      dependsOn: [vpcCni, ...nodeRole.permissions, ...props.vpc.egress],
    };
    const { nodes, spotNodes } = props;
    const main = new NodeGroup(this, "main", { ...shared, ...nodes, capacityType: "ON_DEMAND" });
    if (spotNodes === undefined) return { main };
    return { main, spot: new NodeGroup(this, "spot", { ...shared, ...spotNodes, capacityType: "SPOT" }) };
  }
}
