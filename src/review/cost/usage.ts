/** Something that only use decides, as a question with a usual answer. */
export interface Assumption {
  /** As in usage.tfvars, e.g. `nat_gb`. */
  readonly name: string;
  /** What a value counts: `GB a month`. */
  readonly unit: string;
  /** For people: what it means, and what to look at to know it. */
  readonly what: string;
  /** Absent where the declaration itself gives the usual answer: node counts follow the desired size. */
  readonly default?: number;
  readonly min: number;
  readonly max: number;
  /** What a slider moves by. */
  readonly step: number;
}

const gb = (name: string, usual: number, max: number, what: string): Assumption => ({
  name,
  unit: "GB a month",
  what,
  default: usual,
  min: 0,
  max,
  step: max / 1000,
});

const stored = (name: string, usual: number, what: string): Assumption => ({
  ...gb(name, usual, 100_000, what),
  unit: "GB",
});

/** Every assumption there is, in the order in which people get to see them. Defaults are those of a small pipeline that is in use. */
export const assumptions: readonly Assumption[] = [
  {
    name: "on_demand_nodes",
    unit: "nodes on average",
    what: "On-demand nodes that run, on average over the month; the autoscaler keeps it between the group's bounds. Without it, the desired size.",
    min: 0,
    max: 50,
    step: 0.5,
  },
  {
    name: "spot_nodes",
    unit: "nodes on average",
    what: "Spot nodes that run, on average over the month. Without it, the desired size.",
    min: 0,
    max: 50,
    step: 0.5,
  },
  {
    name: "spot_price_percent",
    unit: "% of the on-demand price",
    what: "What spot capacity costs, of the on-demand price. It moves by the hour; EC2's spot price history shows it. Without it, what is typical of the instance family.",
    min: 10,
    max: 100,
    step: 1,
  },
  gb("nat_gb", 100, 10_000, "Traffic with the Internet through NAT gateways, both ways."),
  gb(
    "aws_services_gb",
    50,
    10_000,
    "Traffic with AWS services other than S3 (image registry, logs, STS): through interface endpoints where there are any, else through NAT. Image layers come from S3, free.",
  ),
  gb(
    "internet_out_gb",
    50,
    20_000,
    "What leaves AWS for the Internet, through NAT and load balancers alike.",
  ),
  gb(
    "zone_transfer_gb",
    100,
    20_000,
    "Traffic between zones: pods, load balancers and nodes among each other.",
  ),
  gb("control_plane_logs_gb", 5, 500, "What the cluster's control plane logs; audit logs are most of it."),
  gb("application_logs_gb", 10, 2_000, "What pods log and fluent-bit delivers."),
  gb("flow_logs_gb", 5, 2_000, "Flow logs of the VPC: they grow with the number of connections."),
  gb("trail_logs_gb", 1, 200, "Events that the trail delivers to CloudWatch Logs."),
  stored("data_stored_gb", 500, "Training data that is kept in the data bucket."),
  gb("data_written_gb", 100, 20_000, "New training data."),
  gb(
    "data_overwritten_gb",
    20,
    20_000,
    "Training data that is overwritten or deleted: old versions are kept for a while.",
  ),
  stored("artifacts_stored_gb", 100, "Models and other artifacts that are kept in the artifacts bucket."),
  gb("artifacts_written_gb", 20, 20_000, "New models and artifacts."),
  gb(
    "artifacts_overwritten_gb",
    5,
    20_000,
    "Artifacts that are overwritten or deleted: old versions are kept for a while.",
  ),
  gb("logs_delivered_gb", 2, 500, "Trail files and access logs that are delivered to the logs bucket."),
  {
    name: "frequently_read_percent",
    unit: "%",
    what: "How much of what Intelligent-Tiering holds is read at least once in 30 days; the rest moves to its cheaper tiers by itself, after 30 and after 90 days.",
    default: 50,
    min: 0,
    max: 100,
    step: 1,
  },
  {
    name: "objects_per_gb",
    unit: "objects",
    what: "How many objects a GB is: 128 of 8 MB. Moves between storage classes and replication are paid by object.",
    default: 128,
    min: 1,
    max: 10_000,
    step: 1,
  },
  {
    name: "s3_write_requests",
    unit: "requests a month",
    what: "PUT, COPY, POST and LIST on the data and artifacts buckets.",
    default: 200_000,
    min: 0,
    max: 100_000_000,
    step: 10_000,
  },
  {
    name: "s3_read_requests",
    unit: "requests a month",
    what: "GET and all other requests on the data and artifacts buckets.",
    default: 1_000_000,
    min: 0,
    max: 1_000_000_000,
    step: 100_000,
  },
  stored("images_stored_gb", 20, "Images in all repositories together; layers that images share count once."),
  gb("images_pushed_gb", 10, 5_000, "Images that are pushed: what a second region gets a copy of."),
  {
    name: "kms_rotations",
    unit: "rotations",
    what: "How often keys have rotated, once a year: each of the first two rotations is paid like a key, further ones are free.",
    default: 0,
    min: 0,
    max: 2,
    step: 1,
  },
  {
    name: "kms_requests",
    unit: "requests a month",
    what: "Requests to all keys: S3 with bucket keys, volumes, logs, Kubernetes secrets.",
    default: 100_000,
    min: 0,
    max: 50_000_000,
    step: 10_000,
  },
  {
    name: "data_events",
    unit: "events a month",
    what: "Reads and writes of objects that the trail records as data events.",
    default: 1_000_000,
    min: 0,
    max: 1_000_000_000,
    step: 100_000,
  },
  {
    name: "management_events",
    unit: "events a month",
    what: "Calls that change or describe something in the account: what CloudTrail Insights analyzes, and what a second trail is paid for.",
    default: 500_000,
    min: 0,
    max: 50_000_000,
    step: 10_000,
  },
];
