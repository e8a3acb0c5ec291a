import type { Estate, OwnedResource } from "../estate.ts";
import { blocks, type Charge, DAYS_PER_MONTH, type Gap, type Pricer, type Pricing } from "../pricer.ts";
import { type ObjectLife, objectLife, storedByClass } from "../stored-classes.ts";

const REPLICATION = "aws_s3_bucket_replication_configuration";

/** Where nothing ever clears something away, a year of it is reckoned. */
const DAYS_WITHOUT_END = 365;

/** Storage classes as S3 names them, and their prices. */
const ITEMS: Readonly<Record<string, string>> = {
  STANDARD: "s3.standard",
  STANDARD_IA: "s3.standard-ia",
  ONEZONE_IA: "s3.onezone-ia",
  INTELLIGENT_TIERING: "s3.intelligent",
  GLACIER_IR: "s3.glacier-ir",
  GLACIER: "s3.glacier",
  DEEP_ARCHIVE: "s3.deep-archive",
};

/** Which assumptions a bucket goes by, told from its name in the configuration; replicas hold what their sources hold. */
const KINDS = [
  {
    name: /^data\b|^data_/,
    kind: "data",
    written: "data_written_gb",
    overwritten: "data_overwritten_gb",
    stored: "data_stored_gb",
  },
  {
    name: /^artifacts\b|^artifacts_/,
    kind: "artifacts",
    written: "artifacts_written_gb",
    overwritten: "artifacts_overwritten_gb",
    stored: "artifacts_stored_gb",
  },
  { name: /^logs\b|^logs_/, kind: "logs", written: "logs_delivered_gb" },
] as const;

type Kind = (typeof KINDS)[number];

const kindOf = ({ name: own }: OwnedResource): Kind | undefined => KINDS.find(({ name }) => name.test(own));

/** What is stored, by storage class and with old versions; moves between classes; requests. */
export const s3Bucket: Pricer = {
  type: "aws_s3_bucket",
  charges: (bucket, pricing): (Charge | Gap)[] => {
    const kind = kindOf(bucket);
    if (!kind) return [{ gap: "bucket", why: "no assumption says how much it holds" }];
    const replica = replicaClass(bucket, pricing.estate);
    const life = objectLife(bucket, pricing.estate, replica);
    const label = replica === undefined ? kind.kind : `replica of ${kind.kind}`;
    return [
      ...storage(kind, life, pricing, label),
      ...moves(kind, life, pricing, label),
      ...(replica === undefined && kind.kind !== "logs" ? requests(pricing) : []),
    ];
  },
};

function storage(kind: Kind, life: ObjectLife, pricing: Pricing, label: string): Charge[] {
  const { usage } = pricing;
  const written = usage(kind.written);
  const logs = kind.kind === "logs";
  const kept = logs ? written * (DAYS_WITHOUT_END / DAYS_PER_MONTH) : usage(kind.stored);
  const held = storedByClass(life, written, logs && life.expireDays ? undefined : kept);
  const rests = logs ? kind.written : kind.stored;
  const current = [...held].flatMap(([storageClass, gb]) =>
    storageClass === "INTELLIGENT_TIERING"
      ? tiered(gb, written, label, pricing, rests)
      : [inClass(storageClass, gb, label, rests)],
  );
  if (logs) return current;
  const days = life.noncurrentDays ?? DAYS_WITHOUT_END;
  const first = life.classes[0]?.storageClass ?? "STANDARD";
  return [
    ...current,
    {
      service: "S3",
      what: `${label}, old versions`,
      item: ITEMS[first] ?? `s3.${first}`,
      quantity: usage(kind.overwritten) * (days / DAYS_PER_MONTH),
      usage: kind.overwritten,
    },
  ];
}

function inClass(storageClass: string, quantity: number, label: string, usage: string): Charge {
  const item = ITEMS[storageClass] ?? `s3.${storageClass}`;
  return { service: "S3", what: `${label}, ${className(storageClass)}`, item, quantity, usage };
}

/** Objects that nobody reads are seldom read from the 30th day on, and in the archive's tier from the 90th. Source: S3 user guide, 2026-11. */
const DAYS_SELDOM_READ = 90 - 30;

/** What Intelligent-Tiering holds, by the tiers that it moves objects between by itself. */
function tiered(gb: number, written: number, label: string, { usage: assumed }: Pricing, usage: string) {
  const read = assumed("frequently_read_percent") / 100;
  const unread = gb * (1 - read);
  const seldom = Math.min(unread, (written / DAYS_PER_MONTH) * DAYS_SELDOM_READ * (1 - read));
  const charge = (tier: string, id: string, quantity: number): Charge => {
    const { what, ...rest } = inClass("INTELLIGENT_TIERING", quantity, label, usage);
    return { ...rest, what: what + tier, item: rest.item + id };
  };
  return [
    charge("", "", gb * read),
    charge(", seldom read", ".infrequent", seldom),
    charge(", unread for 90 days", ".archive-instant", unread - seldom),
    charge(", monitoring", ".monitoring", gb * assumed("objects_per_gb")),
  ];
}

function moves(kind: Kind, { classes }: ObjectLife, { usage }: Pricing, label: string): Charge[] {
  const objects = usage(kind.written) * usage("objects_per_gb");
  return classes.slice(1).map(({ storageClass }) => ({
    service: "S3",
    what: `${label}, moves to ${className(storageClass)}`,
    item: (ITEMS[storageClass] ?? storageClass).replace("s3.", "s3.transition."),
    quantity: objects,
    usage: kind.written,
  }));
}

/** Requests are assumed for data and artifacts together. */
function requests({ estate, usage }: Pricing): Charge[] {
  const buckets = estate
    .of("aws_s3_bucket")
    .filter((one) => ["data", "artifacts"].includes(kindOf(one)?.kind ?? ""))
    .filter((one) => replicaClass(one, estate) === undefined).length;
  return (["write", "read"] as const).map((way) => ({
    service: "S3",
    what: `${way} requests`,
    item: `s3.requests.${way}`,
    quantity: usage(`s3_${way}_requests`) / buckets,
    usage: `s3_${way}_requests`,
  }));
}

/** The class that replicas arrive in; undefined for a bucket that is none. */
function replicaClass(bucket: OwnedResource, estate: Estate): string | undefined {
  const configuration = estate.pointingTo(bucket, REPLICATION, "rule")[0];
  if (!configuration) return undefined;
  const destinations = blocks(configuration.attributes, "rule").flatMap((rule) =>
    blocks(rule, "destination"),
  );
  return String(destinations[0]?.storage_class ?? "STANDARD");
}

/** What a bucket's new objects cost on their way to another region. */
export const s3Replication: Pricer = {
  type: REPLICATION,
  charges: (configuration, { estate, usage }): (Charge | Gap)[] => {
    const [source] = estate.referenced(configuration, "bucket", "aws_s3_bucket");
    const [target] = estate.referenced(configuration, "rule", "aws_s3_bucket");
    const kind = source && kindOf(source);
    if (!source || !target || !kind)
      return [{ gap: "replication", why: "no assumption says how much is written to its bucket" }];
    const gb = usage(kind.written);
    const objects = gb * usage("objects_per_gb");
    const what = `${kind.kind} copied to ${target.region}`;
    return [
      ...(target.region === source.region
        ? []
        : [{ service: "S3", what, item: "transfer.regions", quantity: gb, usage: kind.written }]),
      {
        service: "S3",
        what: `${what}, requests`,
        item: putInto(replicaClass(target, estate)),
        quantity: objects,
        usage: kind.written,
        region: target.region,
      },
    ];
  },
};

/** A PUT is paid by the class that the object arrives in. */
function putInto(storageClass = "STANDARD"): string {
  const plain = ["STANDARD", "INTELLIGENT_TIERING"].includes(storageClass);
  return plain
    ? "s3.requests.write"
    : (ITEMS[storageClass] ?? storageClass).replace("s3.", "s3.requests.write.");
}

const className = (storageClass: string): string =>
  ({
    STANDARD: "Standard",
    STANDARD_IA: "Standard-IA",
    ONEZONE_IA: "One Zone-IA",
    INTELLIGENT_TIERING: "Intelligent-Tiering",
    GLACIER_IR: "Glacier Instant Retrieval",
    GLACIER: "Glacier Flexible Retrieval",
    DEEP_ARCHIVE: "Glacier Deep Archive",
  })[storageClass] ?? storageClass;
