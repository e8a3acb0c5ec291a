import type { AwsClients } from "./clients.ts";

/** Something that a plan would create, with those of its values that are known already. */
export interface Wanted {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Where its provider makes it. */
  readonly region: string;
}

/** Something that is there, and could be what a plan would create. */
export interface Candidate {
  /** What AWS calls it: an id, a name or an ARN. */
  readonly id: string;
  /** What an import block takes. @default its id */
  readonly importId?: string;
  /** Absent where the type has none, or none were set. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly made?: Date;
  /** Whose it is, where that is not this account: it cannot be taken over, nor made. */
  readonly foreign?: string;
  /** Why it cannot be used as it is, in AWS's word, such as `CREATE_FAILED`. */
  readonly broken?: string;
  /** AWS is still making it. */
  readonly pending?: boolean;
  /** It holds nothing: a bucket without an object. */
  readonly empty?: boolean;
  /** AWS makes it by itself, without tags. */
  readonly madeByAws?: boolean;
}

interface Described {
  readonly type: string;
  /** Why it is found that way, or need not be. Source: the provider's documentation of the type's import, 5.100, read 2026-11. */
  readonly note: string;
}

/** Found by its address tag: AWS lets any number of them be made, so a lost answer leaves one more. */
export interface TaggedKind extends Described {
  readonly by: "tag";
  /** Service and type in its ARN, such as `ec2` and `vpc`. */
  readonly arn: readonly [service: string, type: string];
  /** Asks AWS for it: tags are remembered a while after what carried them is gone. */
  readonly look: (aws: AwsClients, id: string) => Promise<Candidate | undefined>;
  /** What uses it, in words; nothing when it can go. */
  readonly usedBy: (aws: AwsClients, id: string) => Promise<readonly string[]>;
  readonly remove: (aws: AwsClients, id: string) => Promise<void>;
}

/** Found by its name, or by what it belongs to: AWS refuses a second one. */
export interface NamedKind extends Described {
  readonly by: "name";
  /** Values without which it cannot be asked for. */
  readonly needs: readonly string[];
  readonly look: (
    aws: AwsClients,
    values: Readonly<Record<string, string>>,
    wanted: Wanted,
  ) => Promise<Candidate | undefined>;
  /** The permission to look, as IAM calls it. */
  readonly permission: string;
}

/** A mere setting: to make it again sets it again. */
export interface SettingKind extends Described {
  readonly by: "setting";
}

export type ExistingKind = TaggedKind | NamedKind | SettingKind;
