import {
  AssociateIdentityProviderConfigCommand,
  DescribeIdentityProviderConfigCommand,
  DisassociateIdentityProviderConfigCommand,
  type IdentityProviderConfig,
  ListIdentityProviderConfigsCommand,
  type OidcIdentityProviderConfig,
  ResourceInUseException,
  ResourceNotFoundException,
} from "@aws-sdk/client-eks";
import { arn } from "../../context.ts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findCluster, findUpdatableCluster } from "./find.ts";
import { page } from "./page.ts";
import type { ClusterRecord } from "./state.ts";
import { startUpdate } from "./updates.ts";

export const associateIdentityProviderConfig = operation(
  AssociateIdentityProviderConfigCommand,
  ({ clusterName, oidc, tags = {} }, ctx) => {
    const record = findUpdatableCluster(clusterName, "AssociateIdentityProviderConfig", ctx);
    const name = oidc?.identityProviderConfigName ?? "";
    if (record.identityProviders.size > 0)
      throw exception(ResourceInUseException, "Cluster already has an identity provider config associated", {
        clusterName,
      });
    record.identityProviders.set(name, {
      ...oidc,
      identityProviderConfigArn: arn(
        ctx,
        "eks",
        `identityproviderconfig/${clusterName}/oidc/${name}/${ctx.ids.uuid()}`,
      ),
      clusterName,
      tags,
      status: "CREATING",
    });
    const update = startUpdate(
      record,
      "AssociateIdentityProviderConfig",
      { IdentityProviderConfig: oidc },
      ctx,
    );
    return { update, tags };
  },
);

export const describeIdentityProviderConfig = operation(
  DescribeIdentityProviderConfigCommand,
  ({ clusterName, identityProviderConfig }, ctx) => ({
    identityProviderConfig: { oidc: findConfig(findCluster(clusterName, ctx), identityProviderConfig) },
  }),
);

export const listIdentityProviderConfigs = operation(ListIdentityProviderConfigsCommand, (input, ctx) => {
  const all = [...findCluster(input.clusterName, ctx).identityProviders.keys()];
  const { items, nextToken } = page(
    all.map((name) => ({ type: "oidc", name })),
    input,
  );
  return { identityProviderConfigs: items, nextToken };
});

export const disassociateIdentityProviderConfig = operation(
  DisassociateIdentityProviderConfigCommand,
  ({ clusterName, identityProviderConfig }, ctx) => {
    const record = findUpdatableCluster(clusterName, "DisassociateIdentityProviderConfig", ctx);
    findConfig(record, identityProviderConfig).status = "DELETING";
    const params = { IdentityProviderConfig: [identityProviderConfig] };
    return { update: startUpdate(record, "DisassociateIdentityProviderConfig", params, ctx) };
  },
);

function findConfig(
  record: ClusterRecord,
  asked: IdentityProviderConfig | undefined,
): OidcIdentityProviderConfig {
  const found = record.identityProviders.get(asked?.name ?? "");
  if (!found || asked?.type !== "oidc")
    throw exception(
      ResourceNotFoundException,
      `Identity provider config is not associated with cluster ${record.cluster.name}`,
      {
        clusterName: record.cluster.name,
      },
    );
  return found;
}
