import type { AwsClients } from "./clients.ts";
import type { Estate } from "./estate.ts";

/** What is done about something that would stop a destroy. */
export type Remedy =
  /** Objects, versions and images are deleted: `--empty-buckets`. */
  | "empty"
  /** What a cluster's controllers left is deleted: `--sweep`. */
  | "sweep"
  /** A person has to do it: `todo` says what. */
  | "by-hand";

export type LeftoverKind =
  | "bucket"
  | "repository"
  | "load-balancer"
  | "classic-load-balancer"
  | "target-group"
  | "security-group"
  | "network-interface"
  | "node-group"
  | "fargate-profile"
  | "instance"
  | "vpc-endpoint"
  | "nat-gateway"
  | "subnet"
  | "cluster";

/** Something that AWS keeps a destroy from ending by. */
export interface Leftover {
  readonly kind: LeftoverKind;
  /** What AWS's API calls it by: an ARN, an id, a name. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** What it is and why it is in the way, without a full stop: `holds 5,012 objects and versions`. */
  readonly what: string;
  readonly remedy: Remedy;
  /** What to type or to change, where a person has to do it. */
  readonly todo?: string;
  /** The cluster that a node group or a profile belongs to. */
  readonly cluster?: string;
  /** How many objects and versions, or images, there are: so many at least. */
  readonly count?: number;
  /** There are more than were counted. @default false */
  readonly more?: boolean;
}

/** One kind of thing that may be in the way: how it is found. */
export interface Finder {
  /** For people: `buckets that hold something`. */
  readonly title: string;
  readonly find: (aws: AwsClients, estate: Estate) => Promise<readonly Leftover[]>;
}

/** What could not be looked for, and why. */
export interface Unread {
  readonly title: string;
  readonly reason: string;
}

export interface Found {
  readonly leftovers: readonly Leftover[];
  readonly unread: readonly Unread[];
}
