import type { Attributes } from "../../rules/rule.ts";
import { listAt, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** Traffic that a rule lets through, as text: `TCP 443 from 10.0.0.0/16`. */
interface Opening {
  readonly text: string;
  readonly everybody: boolean;
}

/** A security group, or a network ACL, lets more through than before. */
export const securityGroupOpened: DangerRule = {
  id: "security-group-opened",
  types: [
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_security_group_rule",
    "aws_security_group",
    "aws_default_security_group",
    "aws_network_acl_rule",
  ],
  check({ change, before, after }) {
    if (change.action === "delete" || !after) return undefined;
    if (change.type.endsWith("security_group") && change.action === "create") return undefined;
    if (change.type === "aws_network_acl_rule" && after.rule_action === "deny") return undefined;
    const old = openings(change.type, before).map(({ text }) => text);
    const now = openings(change.type, after).filter(({ text }) => !old.includes(text));
    if (now.length === 0) return undefined;
    const everybody = now.some((one) => one.everybody);
    return {
      kind: "access",
      what: `More traffic is let through: ${now.map(({ text }) => text).join("; ")}.`,
      advice: everybody ? ["That is everybody: narrow it to the ranges that need it."] : [],
      // Out of a group is the direction that nearly everybody leaves open.
      level: "careful",
    };
  },
};

function openings(type: string, attributes: Attributes | undefined): Opening[] {
  if (!attributes) return [];
  if (type === "aws_security_group" || type === "aws_default_security_group")
    return (["ingress", "egress"] as const).flatMap((direction) =>
      ([attributes[direction] ?? []].flat() as Attributes[]).flatMap((rule) => openingsOf(rule, direction)),
    );
  const out = /egress/.test(type) || attributes.type === "egress" || attributes.egress === true;
  return openingsOf(attributes, out ? "egress" : "ingress");
}

function openingsOf(rule: Attributes, direction: "ingress" | "egress"): Opening[] {
  const peers = [
    ...["cidr_ipv4", "cidr_ipv6", "cidr_block", "ipv6_cidr_block", "cidr_blocks", "ipv6_cidr_blocks"],
    ...["referenced_security_group_id", "source_security_group_id", "security_groups"],
    ...["prefix_list_id", "prefix_list_ids"],
  ].flatMap((name) => listAt(rule, name).filter((one) => one !== ""));
  const own = valueAt(rule, "self") === true ? ["itself"] : [];
  return [...peers, ...own].map((peer) => ({
    text: `${ports(rule)} ${direction === "egress" ? "to" : "from"} ${isAnywhere(peer) ? `anywhere (${peer})` : peer}`,
    everybody: isAnywhere(peer) && direction === "ingress",
  }));
}

const isAnywhere = (peer: string): boolean => peer === "0.0.0.0/0" || peer === "::/0";

function ports(rule: Attributes): string {
  const protocol = String(rule.ip_protocol ?? rule.protocol ?? "-1").toUpperCase();
  if (protocol === "-1" || protocol === "ALL") return "everything";
  const [from, to] = [rule.from_port, rule.to_port];
  return from === undefined || from === null
    ? protocol
    : `${protocol} ${from === to ? from : `${from}–${to}`}`;
}
