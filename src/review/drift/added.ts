import type { DeclaredConfiguration } from "../findings.ts";
import { declaredAttributes } from "../references.ts";
import type { Attributes } from "../rules/rule.ts";
import type { RefreshedResource } from "./drifted.ts";

/** Something that was put to a resource by hand. */
export interface AddedByHand {
  /** The attribute in which the refresh shows it. */
  readonly attribute: string;
  /** It, for people: `tcp 22 from 0.0.0.0/0`. */
  readonly value: string;
  /** The AWS CLI's command that takes it away; an apply does not. */
  readonly undo: string;
  /** The resource that would declare it. */
  readonly as: { readonly type: string; readonly values: Attributes };
}

type Added = RefreshedResource & AddedByHand;

/**
 * What resources of ours have that nothing declares: a role's further policies, a security group's further rules. Terraform takes these for values that AWS
 * computes, since each is a resource of its own: it never says so, and no apply takes them away.
 */
export function addedByHand(
  resources: readonly RefreshedResource[],
  configuration: DeclaredConfiguration,
): Added[] {
  const managed = resources.filter(({ mode }) => mode === "managed");
  const of = (type: string) => managed.filter((one) => one.type === type).map(({ values }) => values);
  return managed.flatMap((resource) => {
    const declared = declaredAttributes(configuration, resource.address);
    if (!declared) return [];
    return kinds
      .filter(({ type, attribute }) => type === resource.type && declared[attribute] === undefined)
      .flatMap(({ attribute, find }) =>
        find(resource.values, of).map((one) => ({ ...resource, attribute, ...one })),
      );
  });
}

type Finder = (values: Attributes, of: (type: string) => Attributes[]) => Omit<AddedByHand, "attribute">[];

/** By resource and attribute; where the attribute itself is declared, Terraform rules it. */
const kinds: readonly { readonly type: string; readonly attribute: string; readonly find: Finder }[] = [
  { type: "aws_iam_role", attribute: "managed_policy_arns", find: attachedPolicies },
  { type: "aws_iam_role", attribute: "inline_policy", find: inlinePolicies },
  { type: "aws_security_group", attribute: "ingress", find: (...given) => rules("ingress", ...given) },
  { type: "aws_security_group", attribute: "egress", find: (...given) => rules("egress", ...given) },
];

function attachedPolicies(role: Attributes, of: (type: string) => Attributes[]) {
  const ours = of("aws_iam_role_policy_attachment").filter((one) => one.role === role.name);
  return listOf(role.managed_policy_arns)
    .map(String)
    .filter((arn) => !ours.some(({ policy_arn }) => policy_arn === arn))
    .map((arn) => ({
      value: arn,
      undo: `aws iam detach-role-policy --role-name ${role.name} --policy-arn ${arn}`,
      as: { type: "aws_iam_role_policy_attachment", values: { role: role.name, policy_arn: arn } },
    }));
}

function inlinePolicies(role: Attributes, of: (type: string) => Attributes[]) {
  const ours = of("aws_iam_role_policy").filter((one) => one.role === role.name);
  return (listOf(role.inline_policy) as Attributes[])
    .filter(({ name }) => name && !ours.some((one) => one.name === name))
    .map(({ name, policy }) => ({
      value: String(name),
      undo: `aws iam delete-role-policy --role-name ${role.name} --policy-name ${name}`,
      as: { type: "aws_iam_role_policy", values: { role: role.name, name, policy } },
    }));
}

/** One source or destination of one rule, as both kinds of resource can be compared. */
interface Opening {
  readonly protocol: string;
  readonly from?: number;
  readonly to?: number;
  /** The attribute of a rule's resource that holds the peer. */
  readonly by: "cidr_ipv4" | "cidr_ipv6" | "prefix_list_id" | "referenced_security_group_id";
  readonly peer: string;
}

function rules(
  direction: "ingress" | "egress",
  group: Attributes,
  of: (type: string) => Attributes[],
): Omit<AddedByHand, "attribute">[] {
  const type = `aws_vpc_security_group_${direction}_rule`;
  const ours = new Set(
    [...of(type), ...of("aws_security_group_rule").filter((one) => one.type === direction)]
      .filter((one) => one.security_group_id === group.id)
      .flatMap((one) => openings(one, String(group.id)))
      .map((one) => JSON.stringify(one)),
  );
  return (listOf(group[direction]) as Attributes[])
    .flatMap((rule) => openings(rule, String(group.id)))
    .filter((one) => !ours.has(JSON.stringify(one)))
    .map((one) => ({
      value: `${ports(one)} ${direction === "ingress" ? "from" : "to"} ${one.peer}`,
      undo: `aws ec2 revoke-security-group-${direction} --group-id ${group.id} --ip-permissions '${permission(one)}'`,
      as: {
        type,
        values: {
          security_group_id: group.id,
          ip_protocol: one.protocol,
          from_port: one.from ?? null,
          to_port: one.to ?? null,
          [one.by]: one.peer,
        },
      },
    }));
}

/** The attributes that name peers: of a rule in its group (lists), and of a rule that is a resource (texts, lists in the old one). */
const PEERS: readonly (readonly [attribute: string, by: Opening["by"]])[] = [
  ["cidr_blocks", "cidr_ipv4"],
  ["cidr_ipv4", "cidr_ipv4"],
  ["ipv6_cidr_blocks", "cidr_ipv6"],
  ["cidr_ipv6", "cidr_ipv6"],
  ["prefix_list_ids", "prefix_list_id"],
  ["prefix_list_id", "prefix_list_id"],
  ["security_groups", "referenced_security_group_id"],
  ["source_security_group_id", "referenced_security_group_id"],
  ["referenced_security_group_id", "referenced_security_group_id"],
];

function openings(rule: Attributes, groupId: string): Opening[] {
  const protocol = String(rule.ip_protocol ?? rule.protocol ?? "-1");
  const [from, to] = [rule.from_port, rule.to_port].map(Number);
  const peers = PEERS.flatMap(([attribute, by]) =>
    listOf(rule[attribute] === "" ? undefined : rule[attribute]).map((peer) => ({ by, peer: String(peer) })),
  );
  const self = rule.self === true ? [{ by: "referenced_security_group_id" as const, peer: groupId }] : [];
  return [...peers, ...self].map(({ by, peer }) => ({
    protocol,
    ...(protocol === "-1" ? {} : { from, to }),
    by,
    peer,
  }));
}

const ports = ({ protocol, from, to }: Opening): string =>
  protocol === "-1" ? "everything" : `${protocol} ${from === to ? from : `${from}-${to}`}`;

/** In the AWS CLI's shorthand. */
function permission({ protocol, from, to, by, peer }: Opening): string {
  const range = {
    cidr_ipv4: `IpRanges=[{CidrIp=${peer}}]`,
    cidr_ipv6: `Ipv6Ranges=[{CidrIpv6=${peer}}]`,
    prefix_list_id: `PrefixListIds=[{PrefixListId=${peer}}]`,
    referenced_security_group_id: `UserIdGroupPairs=[{GroupId=${peer}}]`,
  }[by];
  const span = from === undefined ? [] : [`FromPort=${from}`, `ToPort=${to}`];
  return [`IpProtocol=${protocol}`, ...span, range].join(",");
}

const listOf = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat());
