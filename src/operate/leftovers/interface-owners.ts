import type { NetworkInterface } from "@aws-sdk/client-ec2";

/** Whose a network interface is, as far as it says so itself. */
export interface InterfaceOwner {
  /** For people: `the load balancer net/web/1234`. */
  readonly who: string;
  /** The id or name in it: of a NAT gateway, an endpoint, an instance, a load balancer. */
  readonly id?: string;
  readonly kind:
    | "load-balancer"
    | "nat-gateway"
    | "vpc-endpoint"
    | "cluster"
    | "instance"
    | "cni"
    | "lambda"
    | "service";
}

interface Description {
  readonly says: RegExp;
  readonly kind: InterfaceOwner["kind"];
  readonly who: (id: string) => string;
}

/** What services write into the description of their interfaces; as issues and AWS's documents show them, November 2026. */
const descriptions: readonly Description[] = [
  {
    says: /^ELB (?:(?:net|app|gwy)\/)?([^/]+)/,
    kind: "load-balancer",
    who: (id) => `the load balancer ${id}`,
  },
  { says: /^Interface for NAT Gateway (\S+)/, kind: "nat-gateway", who: (id) => `the NAT gateway ${id}` },
  { says: /^VPC Endpoint Interface (\S+)/, kind: "vpc-endpoint", who: (id) => `the VPC endpoint ${id}` },
  { says: /^Amazon EKS (\S+)/, kind: "cluster", who: (id) => `the control plane of the cluster ${id}` },
  { says: /^aws-K8S-(i-\w+)/, kind: "cni", who: (id) => `the pods of the node ${id}` },
  {
    says: /^AWS Lambda VPC ENI-(\S+?)(-[0-9a-f-]{36})?$/,
    kind: "lambda",
    who: (id) => `the Lambda function ${id}`,
  },
  { says: /^RDSNetworkInterface()/, kind: "service", who: () => "a database of RDS" },
  { says: /^EFS mount target for (\S+)/, kind: "service", who: (id) => `the file system ${id}` },
  {
    says: /^\[DO NOT DELETE\] ENI managed by SageMaker()/,
    kind: "service",
    who: () => "a job or notebook of SageMaker",
  },
];

/** Who uses a network interface, by its description, its attachment and whoever asked for it. */
export function ownerOf(one: NetworkInterface): InterfaceOwner | undefined {
  const { Description = "", Attachment, RequesterId, RequesterManaged } = one;
  for (const { says, kind, who } of descriptions) {
    const id = says.exec(Description)?.[1];
    if (id !== undefined) return { kind, id, who: who(id) };
  }
  if (Attachment?.InstanceId)
    return { kind: "instance", id: Attachment.InstanceId, who: `the instance ${Attachment.InstanceId}` };
  if (RequesterManaged) return { kind: "service", who: `a service of AWS (${RequesterId ?? "unnamed"})` };
  return undefined;
}
