import { describe, expect, it } from "vitest";
import { plain } from "../paint.ts";
import { renderDiagnostics } from "./diagnostics.ts";

const look = { columns: 100, paint: plain };
const told = (summary: string, address?: string): string =>
  renderDiagnostics([{ severity: "error", summary, detail: "", address }], [], look)
    .join("\n")
    .replace(/\s+/g, " ");

describe("a resource whose time-out ended the waiting", () => {
  it("names the time-out, how long it was, and where it is set", () => {
    const text = told(
      "waiting for EKS Cluster (retail-mlops-dev) create: timeout while waiting for state to become 'ACTIVE' (last state: 'CREATING', timeout: 1h0m0s)",
      "aws_eks_cluster.eks",
    );
    expect(text).toContain("Terraform gave up after 60 min: the time-out of aws_eks_cluster's create.");
    expect(text).toContain("To wait longer: infra/timeouts.ts");
  });

  it("knows a delete from a create", () => {
    const text = told(
      "deleting EKS Node Group (a:b): timeout while waiting for resource to be gone (last state: 'DELETING', timeout: 45m0s)",
      "aws_eks_node_group.eks_main",
    );
    expect(text).toContain("gave up after 45 min: the time-out of aws_eks_node_group's delete.");
  });

  it("says what the message says where the time-out is the provider's own", () => {
    const text = told(
      "creating Route in Route Table (rtb-1): timeout while waiting for state to become 'ready' (timeout: 5m0s)",
      "aws_route.private_a",
    );
    expect(text).toContain("gave up after 5 min: the time-out of aws_route's create, the provider's own.");
  });

  it("says nothing of it otherwise", () => {
    expect(told("creating EKS Cluster (a): unexpected end", "aws_eks_cluster.eks")).not.toContain("gave up");
  });
});
