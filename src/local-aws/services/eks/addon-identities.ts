import type { AddonPodIdentityAssociations } from "@aws-sdk/client-eks";
import type { Context } from "../../context.ts";
import { addAssociation } from "./pod-identity-associations.ts";
import type { AddonRecord, ClusterRecord } from "./state.ts";

/** Replaces the add-on's pod identities, all or none; undefined leaves them, an empty list takes them away. */
export function giveIdentities(
  record: ClusterRecord,
  addon: AddonRecord,
  asked: readonly AddonPodIdentityAssociations[] | undefined,
  ctx: Context,
): void {
  if (asked === undefined) return;
  const { podIdentities } = record;
  const before = [...podIdentities];
  removeIdentities(record, addon);
  const namespace = addon.namespaceConfig?.namespace;
  try {
    addon.podIdentityAssociations = asked.map(
      (one) => addAssociation(record, { namespace, ...one }, ctx, addon.addonArn).associationArn ?? "",
    );
  } catch (error) {
    podIdentities.clear();
    for (const [id, association] of before) podIdentities.set(id, association);
    throw error;
  }
}

export function removeIdentities({ podIdentities }: ClusterRecord, { addonArn }: AddonRecord): void {
  for (const [id, { ownerArn }] of podIdentities) if (ownerArn === addonArn) podIdentities.delete(id);
}
