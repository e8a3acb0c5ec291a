import type { Context } from "../context.ts";
import type { ConditionKeys, ResourcePolicy } from "./access.ts";

/** What a request wants to do to one resource. Most requests ask one such question, some ask several. */
export interface AccessQuestion {
  /** @default `<prefix>:<operation's name>` */
  readonly action?: string;
  /** ARN. @default "*" */
  readonly resource?: string;
  /** What refusals call the resource: IAM says `role deployer` of what its requests name. @default its ARN */
  readonly resourceName?: string;
  /** @default the caller's account */
  readonly resourceAccount?: string;
  /** The service's own condition keys, names in lower case: `s3:prefix`, `ec2:vpc`, `kms:viaservice`. */
  readonly keys?: ConditionKeys;
  /** Tags on the resource: `aws:ResourceTag/…`, and the service's own `<prefix>:ResourceTag/…`. */
  readonly resourceTags?: Readonly<Record<string, string>>;
  /** Tags that the request brings: `aws:RequestTag/…` and `aws:TagKeys`. */
  readonly requestTags?: Readonly<Record<string, string>>;
  readonly resourcePolicy?: ResourcePolicy;
}

/** What an operation asks IAM. An empty list asks nothing: everybody may (`sts:GetCallerIdentity`). */
// biome-ignore lint/suspicious/noExplicitAny: rules of all operations stand in one table
export type AccessRule = (input: any, ctx: Context) => readonly AccessQuestion[];

/** How a service's requests are put to IAM, after the Service Authorization Reference. */
export interface Authorization {
  /** The service's name in actions: `ec2`, `s3`, `autoscaling`. */
  readonly prefix: string;
  /** By operation; what is not listed asks `<prefix>:<operation>` on `*`. */
  readonly rules: Readonly<Record<string, AccessRule>>;
}
