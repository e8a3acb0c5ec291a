import { describe, expect, it } from "vitest";
import { agreement, type ExistingThing, type HeldResource } from "./agreement.ts";

const held: readonly HeldResource[] = [
  { address: "aws_vpc.vpc", type: "aws_vpc", attributes: { id: "vpc-1" } },
  { address: "aws_iam_role.node", type: "aws_iam_role", attributes: { id: "node", name: "node" } },
  {
    address: "aws_eks_node_group.main",
    type: "aws_eks_node_group",
    attributes: { id: "retail:main" },
  },
  {
    address: "aws_iam_role_policy_attachment.node",
    type: "aws_iam_role_policy_attachment",
    attributes: { id: "node-20261123" },
  },
];

const existing: readonly ExistingThing[] = [
  { type: "AWS::EC2::VPC", id: "vpc-1" },
  { type: "AWS::IAM::Role", id: "node" },
  { type: "AWS::EKS::Nodegroup", id: "retail|main" },
  { type: "AWS::EC2::Instance", id: "i-1" },
  { type: "AWS::EC2::SecurityGroup", id: "sg-1", madeByAws: true },
];

describe("agreement of a state with what exists", () => {
  it("finds nothing where each knows the other; what AWS makes by itself belongs to no state", () => {
    expect(agreement(held, existing)).toEqual({ unknown: [], missing: [] });
  });

  it("names what exists and the state does not know: what a lost answer leaves behind", () => {
    const orphan = { type: "AWS::EC2::VPC", id: "vpc-2" };
    expect(agreement(held, [...existing, orphan]).unknown).toEqual([orphan]);
    const role = { type: "AWS::IAM::Role", id: "vpc-1" };
    expect(agreement(held, [...existing, role]).unknown).toEqual([role]);
  });

  it("names what the state holds and does not exist", () => {
    const [vpc] = held;
    expect(agreement(held, existing.slice(1)).missing).toEqual([vpc]);
    expect(agreement([], [])).toEqual({ unknown: [], missing: [] });
  });
});
