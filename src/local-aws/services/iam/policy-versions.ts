import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iam";
import { operation } from "../../operation.ts";
import { deleteConflict, encodeDocument, noSuchEntity, seconds } from "./entities.ts";
import { requireOwnPolicy, requirePolicy } from "./managed-policies.ts";
import { page } from "./pages.ts";
import { identityPolicy } from "./policy-document.ts";
import { checkManagedPolicySize, checkVersions } from "./quotas.ts";
import type { ManagedPolicy, PolicyVersion } from "./state.ts";

export const createPolicyVersion = operation(
  CreatePolicyVersionCommand,
  ({ PolicyArn, PolicyDocument, SetAsDefault = false }, ctx) => {
    const policy = requireOwnPolicy(ctx, PolicyArn);
    const document = identityPolicy(PolicyDocument, "managed");
    checkManagedPolicySize(document);
    checkVersions(ctx, policy.versions);
    policy.lastVersion++;
    const id = `v${policy.lastVersion}`;
    policy.versions.set(id, { document, created: seconds(ctx) });
    policy.updated = seconds(ctx);
    if (SetAsDefault) policy.defaultVersion = id;
    return { PolicyVersion: describeVersion(policy, id) };
  },
);

export const getPolicyVersion = operation(GetPolicyVersionCommand, ({ PolicyArn, VersionId }, ctx) => {
  const policy = requirePolicy(ctx, PolicyArn);
  const { document } = requireVersion(policy, VersionId);
  return { PolicyVersion: { Document: encodeDocument(document), ...describeVersion(policy, VersionId) } };
});

export const listPolicyVersions = operation(ListPolicyVersionsCommand, (input, ctx) => {
  const policy = requirePolicy(ctx, input.PolicyArn);
  // Newest first, as AWS shows them: the key counts down.
  const keyOf = (id: string): string => String(1e6 - Number(id.slice(1)));
  const { items, page: about } = page(policy.versions.keys(), keyOf, input);
  return { Versions: items.map((id) => describeVersion(policy, id)), ...about };
});

export const setDefaultPolicyVersion = operation(
  SetDefaultPolicyVersionCommand,
  ({ PolicyArn, VersionId = "" }, ctx) => {
    const policy = requireOwnPolicy(ctx, PolicyArn);
    requireVersion(policy, VersionId);
    policy.defaultVersion = VersionId;
    policy.updated = seconds(ctx);
    return {};
  },
);

export const deletePolicyVersion = operation(
  DeletePolicyVersionCommand,
  ({ PolicyArn, VersionId = "" }, ctx) => {
    const policy = requireOwnPolicy(ctx, PolicyArn);
    requireVersion(policy, VersionId);
    if (VersionId === policy.defaultVersion)
      throw deleteConflict("Cannot delete the default version of a policy.");
    policy.versions.delete(VersionId);
    policy.updated = seconds(ctx);
    return {};
  },
);

function requireVersion({ arn, versions }: ManagedPolicy, id = ""): PolicyVersion {
  const version = versions.get(id);
  if (!version) throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
  return version;
}

function describeVersion({ versions, defaultVersion }: ManagedPolicy, id = "") {
  return { VersionId: id, IsDefaultVersion: id === defaultVersion, CreateDate: versions.get(id)?.created };
}
