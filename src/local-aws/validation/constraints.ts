/** What a simple shape, a list or a map allows. Lengths are of texts in characters, bytes of blobs, items of lists, entries of maps. */
export interface Constraint {
  readonly min?: number;
  readonly max?: number;
  /** Of a text in UTF-8. */
  readonly maxBytes?: number;
  /** A regular expression that the whole text matches. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Names of the shapes of items, keys and values. */
  readonly item?: string;
  readonly key?: string;
  readonly value?: string;
}

/** Of one service: which members of which structs have which shape, and what the shapes allow. */
export interface Constraints {
  /** Structs by name, their members by name: the name of a shape. */
  readonly structs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly shapes: Readonly<Record<string, Constraint>>;
}

/**
 * Written by `build/constraints.mjs` out of AWS's service models; loaded with a service's first request, for a start needs none. A
 * service without a file here is checked for what the SDK's schemas themselves carry.
 */
export const constraints: Readonly<Record<string, () => Promise<{ default: object }>>> = {
  autoscaling: () => import("./constraints/autoscaling.json", { with: { type: "json" } }),
  cloudtrail: () => import("./constraints/cloudtrail.json", { with: { type: "json" } }),
  ec2: () => import("./constraints/ec2.json", { with: { type: "json" } }),
  ecr: () => import("./constraints/ecr.json", { with: { type: "json" } }),
  eks: () => import("./constraints/eks.json", { with: { type: "json" } }),
  "elasticloadbalancing-2012-06-01": () =>
    import("./constraints/elasticloadbalancing-2012-06-01.json", { with: { type: "json" } }),
  "elasticloadbalancing-2015-12-01": () =>
    import("./constraints/elasticloadbalancing-2015-12-01.json", { with: { type: "json" } }),
  iam: () => import("./constraints/iam.json", { with: { type: "json" } }),
  kms: () => import("./constraints/kms.json", { with: { type: "json" } }),
  logs: () => import("./constraints/logs.json", { with: { type: "json" } }),
  s3: () => import("./constraints/s3.json", { with: { type: "json" } }),
  sts: () => import("./constraints/sts.json", { with: { type: "json" } }),
  tagging: () => import("./constraints/tagging.json", { with: { type: "json" } }),
};
