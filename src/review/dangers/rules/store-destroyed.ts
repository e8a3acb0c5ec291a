import { goes, valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** What holds data, and what is lost with it: the resource types of hashicorp/aws 5 and 6 that store something, November 2026. */
const stores: Readonly<Record<string, string>> = {
  aws_athena_database: "database with its tables",
  aws_athena_workgroup: "workgroup with its saved queries",
  aws_backup_vault: "vault with its recovery points",
  aws_cloudwatch_log_group: "log group with every event in it",
  aws_cloudwatch_log_stream: "log stream with every event in it",
  aws_cognito_user_pool: "user pool with its users",
  aws_db_instance: "database with its data",
  aws_db_snapshot: "snapshot",
  aws_docdb_cluster: "database cluster with its data",
  aws_dynamodb_table: "table with its items",
  aws_ebs_snapshot: "snapshot",
  aws_ebs_volume: "volume with what is on it",
  aws_efs_file_system: "file system with its files",
  aws_elasticache_cluster: "cache with what it holds",
  aws_elasticache_replication_group: "cache with what it holds",
  aws_elasticsearch_domain: "domain with its indexes",
  aws_fsx_lustre_file_system: "file system with its files",
  aws_fsx_ontap_file_system: "file system with its files",
  aws_fsx_openzfs_file_system: "file system with its files",
  aws_fsx_windows_file_system: "file system with its files",
  aws_glue_catalog_database: "catalog database with its tables",
  aws_instance: "instance with its own disks",
  aws_kinesis_stream: "stream with the records not yet read",
  aws_memorydb_cluster: "database with its data",
  aws_msk_cluster: "cluster with its topics",
  aws_mwaa_environment: "environment with its history",
  aws_neptune_cluster: "database cluster with its data",
  aws_opensearch_domain: "domain with its indexes",
  aws_prometheus_workspace: "workspace with its metrics",
  aws_rds_cluster: "database cluster with its data",
  aws_redshift_cluster: "warehouse with its data",
  aws_s3_object: "object",
  aws_sagemaker_domain: "domain with its users' files",
  aws_sagemaker_feature_group: "feature group with its online store",
  aws_sagemaker_model_package_group: "registry of model versions",
  aws_sagemaker_notebook_instance: "notebook with its disk",
  aws_secretsmanager_secret: "secret with its versions",
  aws_sqs_queue: "queue with the messages not yet read",
  aws_ssm_parameter: "parameter with its value",
  aws_timestreamwrite_table: "table with its data",
};

/** Something that holds data is destroyed or replaced. */
export const storeDestroyed: DangerRule = {
  id: "store-destroyed",
  types: Object.keys(stores),
  check(resource) {
    const { change, before } = resource;
    const store = stores[change.type];
    if (!goes(resource) || !store) return undefined;
    if (valueAt(before, "skip_destroy") === true)
      return {
        kind: "destroy",
        what: `Terraform lets go of the ${store.split(" with ")[0]}; it stays in AWS (skip_destroy).`,
        level: "safe",
      };
    const name =
      valueAt(before, "name") ?? valueAt(before, "identifier") ?? valueAt(before, "cluster_identifier");
    const named = name ? ` (${name})` : "";
    const snapshot = valueAt(before, "skip_final_snapshot") === false;
    return {
      kind: "data-loss",
      what: `The ${store} is destroyed${named}${snapshot ? "; a final snapshot is taken first" : ""}.`,
      advice: snapshot ? [] : ["Export first what is still wanted: nothing brings it back."],
    };
  },
};
