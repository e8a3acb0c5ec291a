import type { SettingsDefaults } from "../../variables.ts";

/** What staging presets: production's permissions, so that what they forbid shows here first. `terraform.tfvars` may override each. */
export const defaults: SettingsDefaults = {
  environment: "staging",
  vpc_cidr: "10.1.0.0/16",
  nat_gateways: "single",
  node_group_instance_types: ["m6i.large", "m5.large"],
  node_group_scaling_config: { desired_size: 2, max_size: 10, min_size: 2 },
  spot_node_group: {
    instance_types: ["m6i.large", "m5.large", "m5a.large", "m6a.large"],
    scaling_config: { desired_size: 1, max_size: 10, min_size: 0 },
  },
  log_retention_days: 90,
  sagemaker_policy: "least-privilege",
};
