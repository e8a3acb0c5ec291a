import type { Adoption, Conflict, Duplicate, FoundThing } from "../../review/adoption.ts";
import type { Problem } from "../errors.ts";
import { duration } from "./text.ts";

/** `aws_kms_key.s3 is there already (…, made 14 min ago by a run that broke off): taken over instead of made again`. */
export function adoptedLine(
  { address, thing }: Adoption,
  { now, brokeOff }: { readonly now: number; readonly brokeOff: boolean },
): string {
  const { candidate } = thing;
  const by = brokeOff && !candidate.madeByAws ? "by a run that broke off" : "";
  return `${address} is there already (${[candidate.id, age(thing, now, by)].filter(Boolean).join(", ")}): taken over instead of made again`;
}

/** Something that exists twice: which one stays, and what uses the other. */
export function duplicateLine({ address, thing, instead, kept }: Duplicate, now: number): string {
  const { id, users = [] } = thing.candidate;
  const unused = kept ? `nothing uses it now, but ${kept}: it is left alone` : "nothing uses it";
  const used = users.length > 0 ? `used by ${users.join(", ")}, so it is left alone` : unused;
  const stays = instead ? `${instead} is taken over` : "the state's stays";
  const facts = [age(thing, now), used].filter(Boolean).join(", ");
  return `${address} exists twice: ${stays}; ${id} is the other (${facts})`;
}

/** Something of this environment that no configuration names any more. */
export function undeclaredLine(thing: FoundThing, now: number): string {
  const { id } = thing.candidate;
  const facts = [id, age(thing, now)].filter(Boolean).join(", ");
  return `${thing.address} (${facts}) exists and nothing declares it; left alone. ${removal(thing)}`;
}

/** Why a name cannot be used, and the ways out. */
export function conflictProblem({ address, thing, why }: Conflict): Problem {
  const { type, candidate } = thing;
  const name = `${type} ${candidate.id}`;
  const words: Record<Conflict["why"], { received: string; fix: string }> = {
    foreign: {
      received: `${name} belongs to ${candidate.foreign}`,
      fix: "Choose another name in infra/names.ts, or delete it there if it is yours.",
    },
    "not-ours": {
      received: `${name} is in this account without this environment's tags`,
      fix: `If it is this environment's, tag it Project=retail-forecast and Environment=<environment>, and it is taken over; else rename or delete it. ${removal(thing)}`,
    },
    "holds-objects": {
      received: `${name} is in this account, without tags, and holds objects`,
      fix: "If it is this environment's, tag it Project=retail-forecast and Environment=<environment>, and it is taken over with what it holds; else choose another name in infra/names.ts.",
    },
    broken: {
      received: `${name} is ${candidate.broken}`,
      fix: `It cannot be used: remove it, and apply again. ${removal(thing)}`,
    },
    "other-address": {
      received: `${name} was made as ${candidate.tags?.TerraformAddress}`,
      fix: "If it was renamed in the declaration, say so with a moved block; else give one of the two another name.",
    },
  };
  return { subject: address, ...words[why] };
}

function age({ candidate: { made } }: FoundThing, now: number, by = ""): string {
  if (!made) return by && `made ${by}`;
  const seconds = Math.max(0, (now - made.getTime()) / 1000);
  return `made ${duration(seconds)} ago${by && ` ${by}`}`;
}

/** What removes it by hand. Source: the AWS CLI's reference, 2, read 2026-11. */
const removals: Readonly<Record<string, (id: string) => string>> = {
  aws_vpc: (id) => `ec2 delete-vpc --vpc-id ${id}`,
  aws_subnet: (id) => `ec2 delete-subnet --subnet-id ${id}`,
  aws_internet_gateway: (id) => `ec2 delete-internet-gateway --internet-gateway-id ${id}`,
  aws_eip: (id) => `ec2 release-address --allocation-id ${id}`,
  aws_nat_gateway: (id) => `ec2 delete-nat-gateway --nat-gateway-id ${id}`,
  aws_route_table: (id) => `ec2 delete-route-table --route-table-id ${id}`,
  aws_security_group: (id) => `ec2 delete-security-group --group-id ${id}`,
  aws_vpc_endpoint: (id) => `ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}`,
  aws_flow_log: (id) => `ec2 delete-flow-logs --flow-log-ids ${id}`,
  aws_kms_key: (id) => `kms schedule-key-deletion --key-id ${id} --pending-window-in-days 7`,
  aws_iam_role: (id) => `iam delete-role --role-name ${id}`,
  aws_ecr_repository: (id) => `ecr delete-repository --repository-name ${id}`,
  aws_cloudwatch_log_group: (id) => `logs delete-log-group --log-group-name ${id}`,
  aws_eks_cluster: (id) => `eks delete-cluster --name ${id}`,
  aws_eks_node_group: (id) => `eks delete-nodegroup ${parts(id, "--cluster-name", "--nodegroup-name")}`,
  aws_eks_addon: (id) => `eks delete-addon ${parts(id, "--cluster-name", "--addon-name")}`,
};

const parts = (id: string, ...flags: readonly string[]): string =>
  id
    .split(":")
    .map((part, index) => `${flags[index]} ${part}`)
    .join(" ");

function removal({ type, region, candidate: { id } }: FoundThing): string {
  const command = removals[type]?.(id);
  return command ? `To remove it: aws ${command} --region ${region}` : "";
}
