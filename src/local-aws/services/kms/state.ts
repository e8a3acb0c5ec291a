import type {
  GrantConstraints,
  GrantOperation,
  KeyState,
  KeyUsageType,
  RotationType,
} from "@aws-sdk/client-kms";
import { slot } from "../../store.ts";

/** KMS of one account and region. */
export interface KmsState {
  readonly keys: Map<string, Key>;
  /** By name, with `alias/`. */
  readonly aliases: Map<string, Alias>;
}

export interface Key {
  readonly keyId: string;
  readonly arn: string;
  readonly account: string;
  readonly created: Date;
  readonly keyUsage: KeyUsageType;
  /** Whether the account made it, or AWS for one of its services. */
  readonly manager: "CUSTOMER" | "AWS";
  readonly multiRegion: boolean;
  description: string;
  state: KeyState;
  deletionDate?: Date;
  /** JSON text. */
  policy: string;
  /** Value by key. */
  readonly tags: Map<string, string>;
  rotation?: AutomaticRotation;
  readonly rotations: Rotation[];
  /** 32 bytes each, the newest last: what older material encrypted stays readable. */
  readonly material: Uint8Array[];
  readonly grants: Map<string, Grant>;
}

export interface AutomaticRotation {
  readonly periodDays: number;
  next: Date;
}

export interface Rotation {
  readonly date: Date;
  readonly type: RotationType;
}

export interface Alias {
  readonly name: string;
  target: string;
  readonly created: Date;
  updated: Date;
}

export interface Grant {
  readonly id: string;
  readonly token: string;
  readonly name?: string;
  readonly created: Date;
  readonly grantee?: string;
  readonly retiring?: string;
  readonly granteeService?: string;
  readonly retiringService?: string;
  readonly issuingAccount: string;
  readonly operations: readonly GrantOperation[];
  readonly constraints?: GrantConstraints;
}

export const kmsSlot = slot<KmsState>({
  name: "kms",
  scope: "region",
  create: () => ({ keys: new Map(), aliases: new Map() }),
  inventory: ({ keys, aliases }) => {
    const kept = [...keys.values()].filter(
      ({ manager, state }) => manager === "CUSTOMER" && state !== "PendingDeletion",
    );
    const named = [...aliases.keys()].filter((name) => !name.startsWith("alias/aws/"));
    return [
      ...kept.map(({ keyId }) => ({ type: "AWS::KMS::Key", id: keyId })),
      ...named.map((name) => ({ type: "AWS::KMS::Alias", id: name })),
    ];
  },
});
