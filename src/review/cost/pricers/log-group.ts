import { type Charge, DAYS_PER_MONTH, type Gap, numberOf, type Pricer } from "../pricer.ts";

/** What CloudWatch Logs stores of a GB that it took in. Source: AWS pricing calculator's storage compression factor, 2026-11. */
const STORED_SHARE = 0.15;

/** Without a retention nothing is ever deleted; a year's logs are reckoned. */
const DAYS_WITHOUT_RETENTION = 365;

/** Which assumption says how much a log group takes in, by its name; vended logs have steps in their price. */
const SOURCES = [
  { name: /flow-logs$/, what: "flow logs", usage: "flow_logs_gb", item: "logs.vended" },
  {
    name: /^\/aws\/eks\/.+\/cluster$/,
    what: "control plane logs",
    usage: "control_plane_logs_gb",
    item: "logs.ingest",
  },
  { name: /^\/aws\/cloudtrail\//, what: "trail's logs", usage: "trail_logs_gb", item: "logs.ingest" },
  { name: /application$/, what: "applications' logs", usage: "application_logs_gb", item: "logs.ingest" },
] as const;

/** Logs are paid when they are taken in, and, compressed, for as long as they are kept. */
export const logGroup: Pricer = {
  type: "aws_cloudwatch_log_group",
  charges: ({ attributes }, { usage: assumed }): (Charge | Gap)[] => {
    const source = SOURCES.find(({ name }) => name.test(String(attributes.name)));
    if (!source) return [{ gap: "log group", why: "no assumption says how much it takes in" }];
    if (attributes.log_group_class && attributes.log_group_class !== "STANDARD")
      return [
        { gap: `log group of class ${String(attributes.log_group_class)}`, why: "no rule for its price" },
      ];
    const { what, usage, item } = source;
    const gb = assumed(usage);
    const days = numberOf(attributes, "retention_in_days") || DAYS_WITHOUT_RETENTION;
    const quantity = gb * STORED_SHARE * (days / DAYS_PER_MONTH);
    return [
      { service: "CloudWatch", what: `${what}, taken in`, item, quantity: gb, usage },
      { service: "CloudWatch", what: `${what}, kept`, item: "logs.storage", quantity, usage },
    ];
  },
};
