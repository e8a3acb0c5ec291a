import type { KeyUsageType } from "@aws-sdk/client-kms";
import { arn, type Context } from "../../context.ts";
import type { Key } from "./state.ts";

interface NewKeyProps {
  /** @default a fresh one */
  readonly keyId?: string;
  readonly description?: string;
  readonly policy: string;
  readonly keyUsage?: KeyUsageType;
  readonly manager: Key["manager"];
  readonly multiRegion?: boolean;
}

/** A key that may be used at once, with its first material. */
export function newKey(props: NewKeyProps, ctx: Context): Key {
  const { multiRegion = false } = props;
  const keyId = props.keyId ?? (multiRegion ? `mrk-${ctx.ids.hex(32)}` : ctx.ids.uuid());
  return {
    keyId,
    arn: arn(ctx, "kms", `key/${keyId}`),
    account: ctx.account,
    created: ctx.now(),
    keyUsage: props.keyUsage ?? "ENCRYPT_DECRYPT",
    manager: props.manager,
    multiRegion,
    description: props.description ?? "",
    state: "Enabled",
    policy: props.policy,
    tags: new Map(),
    rotations: [],
    material: [newMaterial(ctx)],
    grants: new Map(),
  };
}

/** 256 bits, from where ids come from: a seeded run encrypts to the same bytes. */
export function newMaterial({ ids }: Context): Uint8Array {
  return randomBytes(32, ids);
}

export function randomBytes(count: number, ids: Context["ids"]): Uint8Array {
  return new Uint8Array(Buffer.from(ids.hex(2 * count), "hex"));
}
