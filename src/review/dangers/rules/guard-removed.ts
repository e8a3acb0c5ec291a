import { valueAt } from "../resource-plan.ts";
import type { DangerRule } from "../rule.ts";

interface Guard {
  readonly type: string;
  readonly path: string;
  readonly on: (value: unknown) => boolean;
  /** What is possible without it. */
  readonly what: string;
}

/** Settings that keep others from doing what they may do otherwise. */
const guards: readonly Guard[] = [
  {
    type: "aws_s3_bucket_ownership_controls",
    path: "rule.object_ownership",
    on: (value) => value === "BucketOwnerEnforced",
    what: "ACLs count again: whoever writes an object can open it to others",
  },
  {
    type: "aws_ecr_repository",
    path: "image_tag_mutability",
    on: (value) => value === "IMMUTABLE",
    what: "Whoever may push can put another image under a tag that is in use",
  },
  {
    type: "aws_ecr_repository",
    path: "image_scanning_configuration.scan_on_push",
    on: (value) => value === true,
    what: "Images are no longer searched for known weaknesses when they are pushed",
  },
  {
    type: "aws_iam_role",
    path: "permissions_boundary",
    on: (value) => typeof value === "string" && value !== "",
    what: "No boundary limits any more what its policies can allow",
  },
  {
    type: "aws_subnet",
    path: "map_public_ip_on_launch",
    on: (value) => value === false,
    what: "What starts here gets a public address",
  },
  {
    type: "aws_db_instance",
    path: "publicly_accessible",
    on: (value) => value === false,
    what: "The database gets a public address",
  },
];

/** A setting that kept others from something is taken away. */
export const guardRemoved: DangerRule = {
  id: "guard-removed",
  types: [...new Set(guards.map(({ type }) => type))],
  check({ change, before, after }) {
    const setting = change.type === "aws_s3_bucket_ownership_controls";
    if (change.action !== "update" && !(setting && change.action === "delete")) return undefined;
    const unknown = new Set(change.attributes.filter((one) => one.unknown).map(({ path }) => path));
    const off = guards.filter(
      ({ type, path, on }) =>
        type === change.type && on(valueAt(before, path)) && !on(valueAt(after, path)) && !unknown.has(path),
    );
    if (off.length === 0) return undefined;
    return { kind: "access", what: `${off.map(({ what }) => what).join("; ")}.` };
  },
};
