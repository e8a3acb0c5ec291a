import {
  DescribeKeyCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import type { NamedKind, TaggedKind } from "./kind.ts";
import { ifThere } from "./not-there.ts";
import { tagRecord } from "./tag-list.ts";

/** The shortest that KMS takes: it can be taken back until then. */
const WAITING_DAYS = 7;

const keyKind: TaggedKind = {
  type: "aws_kms_key",
  by: "tag",
  arn: ["kms", "key"],
  note: "imported by its id; KMS makes as many as it is asked for",
  async look({ kms }, id) {
    const answer = await ifThere(kms.send(new DescribeKeyCommand({ KeyId: id })));
    const key = answer?.KeyMetadata;
    // One that waits for its deletion was given up on purpose; whether it is to be rescued is asked elsewhere.
    if (!key || key.KeyState === "PendingDeletion" || key.KeyState === "PendingReplicaDeletion")
      return undefined;
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
    return { id, made: key.CreationDate, tags: tagRecord(Tags) };
  },
  async usedBy({ kms }, KeyId) {
    const [{ Aliases = [] }, { Grants = [] }] = await Promise.all([
      kms.send(new ListAliasesCommand({ KeyId })),
      kms.send(new ListGrantsCommand({ KeyId })),
    ]);
    const grantees = Grants.map(({ GranteePrincipal, Name }) => `a grant for ${GranteePrincipal ?? Name}`);
    return [...Aliases.map(({ AliasName = "" }) => AliasName), ...grantees];
  },
  async remove({ kms }, KeyId) {
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: WAITING_DAYS }));
  },
};

const aliasKind: NamedKind = {
  type: "aws_kms_alias",
  by: "name",
  note: "imported by its name, with alias/; its key's tags say whose it is",
  needs: ["name"],
  permission: "kms:DescribeKey",
  async look({ kms }, { name = "" }) {
    const answer = await ifThere(kms.send(new DescribeKeyCommand({ KeyId: name })));
    const key = answer?.KeyMetadata;
    if (!key) return undefined;
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId: key.KeyId }));
    // The key's own address is not the alias's.
    const { TerraformAddress: _address, ...tags } = tagRecord(Tags);
    return { id: name, tags };
  },
};

export const keyKinds = [keyKind, aliasKind];
