import type { SettingsDefaults } from "../../variables.ts";

/** What prod presets: it outlives the loss of a zone, and nothing is deleted with its content. `terraform.tfvars` may override each. */
export const defaults: SettingsDefaults = {
  environment: "prod",
  vpc_cidr: "10.2.0.0/16",
  nat_gateways: "per-az",
  node_group_instance_types: ["m6i.xlarge", "m5.xlarge"],
  node_group_scaling_config: { desired_size: 3, max_size: 20, min_size: 3 },
  spot_node_group: {
    instance_types: ["m6i.xlarge", "m5.xlarge", "m5a.xlarge", "m6a.xlarge"],
    scaling_config: { desired_size: 0, max_size: 20, min_size: 0 },
  },
  log_retention_days: 365,
  trail_insights: true,
  sagemaker_policy: "least-privilege",
  deletion_protection: true,
};
