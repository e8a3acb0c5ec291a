import { expect, it } from "vitest";
import { declaredValues } from "./declared-values.ts";

const configuration = {
  resource: {
    aws_eks_cluster: { cluster: { name: "retail-mlops-dev", role_arn: "${aws_iam_role.cluster.arn}" } },
    aws_eks_node_group: {
      main: {
        cluster_name: "${aws_eks_cluster.cluster.name}",
        node_group_name: "main",
        name: "${aws_eks_cluster.cluster.name}-nodes",
        depends_on: ["aws_iam_role.node"],
      },
    },
    aws_eks_addon: { dns: { cluster_name: "${aws_eks_node_group.main.cluster_name}" } },
    aws_eip: { a: { name: "${aws_eip.b.name}" }, b: { name: "${aws_eip.a.name}" } },
  },
} as never;

it("knows what is written out, also in the resource that is referred to", () => {
  expect(declaredValues(configuration, "aws_eks_node_group.main")).toEqual({
    cluster_name: "retail-mlops-dev",
    node_group_name: "main",
    depends_on: ["aws_iam_role.node"],
  });
  expect(declaredValues(configuration, "aws_eks_addon.dns")).toEqual({ cluster_name: "retail-mlops-dev" });
});

it("leaves out what only AWS knows, circles, and what is not declared", () => {
  expect(declaredValues(configuration, "aws_eks_cluster.cluster")).toEqual({ name: "retail-mlops-dev" });
  expect(declaredValues(configuration, "aws_eip.a")).toEqual({});
  expect(declaredValues(configuration, "aws_vpc.none")).toEqual({});
});
