import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

/** How long something is kept, days, by type; 0 means for ever only for log groups. */
const retentions: Readonly<Record<string, readonly [attribute: string, what: string]>> = {
  aws_cloudwatch_log_group: ["retention_in_days", "Log events"],
  aws_db_instance: ["backup_retention_period", "Backups"],
  aws_rds_cluster: ["backup_retention_period", "Backups"],
  aws_docdb_cluster: ["backup_retention_period", "Backups"],
  aws_neptune_cluster: ["backup_retention_period", "Backups"],
  aws_redshift_cluster: ["automated_snapshot_retention_period", "Snapshots"],
  aws_elasticache_replication_group: ["snapshot_retention_limit", "Snapshots"],
};

/** Logs or backups that are kept for a shorter time: the older ones are deleted. */
export const retentionShortened: DangerRule = {
  id: "retention-shortened",
  types: Object.keys(retentions),
  check({ change, before, after }) {
    const [attribute = "", what] = retentions[change.type] ?? [];
    if (change.action !== "update" || valueAt(after, attribute) === undefined) return undefined;
    const forEver = change.type === "aws_cloudwatch_log_group";
    const days = (value: unknown) =>
      forEver && Number(value) === 0 ? Number.POSITIVE_INFINITY : Number(value);
    const [was, is] = [days(valueAt(before, attribute)), days(valueAt(after, attribute))];
    if (!(is < was)) return undefined;
    const name = valueAt(after, "name") ?? valueAt(after, "identifier");
    return {
      kind: "data-loss",
      what: `${what}${name ? ` of ${name}` : ""} older than ${is} days are deleted (kept ${Number.isFinite(was) ? `${was} days` : "for ever"} so far).`,
      advice: ["Export first what must be kept longer."],
    };
  },
};
