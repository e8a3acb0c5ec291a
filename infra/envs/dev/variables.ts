import type { SettingsDefaults } from "../../variables.ts";

/** What dev presets: little money, and nothing that outlives a destroy. `terraform.tfvars` may override each. */
export const defaults: SettingsDefaults = {
  environment: "dev",
  vpc_cidr: "10.0.0.0/16",
  nat_gateways: "single",
  node_group_instance_types: ["t3.medium", "t3.large"],
  node_group_scaling_config: { desired_size: 2, max_size: 10, min_size: 1 },
  spot_node_group: {
    instance_types: ["m6i.large", "m5.large", "m5a.large", "m6a.large"],
    scaling_config: { desired_size: 1, max_size: 10, min_size: 0 },
  },
  log_retention_days: 30,
  force_destroy: true,
};
