import {
  type AddonInfo,
  type AddonVersionInfo,
  DescribeAddonConfigurationCommand,
  DescribeAddonVersionsCommand,
  InvalidParameterException,
  ResourceNotFoundException,
} from "@aws-sdk/client-eks";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { addonCatalog, type CatalogAddon, type CatalogVersion, catalogAddon } from "./addon-catalog.ts";
import { calendar } from "./calendar.ts";
import { minorOf } from "./cluster-versions.ts";
import { page } from "./page.ts";

export const describeAddonVersions = operation(DescribeAddonVersionsCommand, (input) => {
  const among = (asked: readonly string[] | undefined, value: string) =>
    !asked?.length || asked.includes(value);
  const found = Object.entries(addonCatalog)
    .filter(
      ([name, { type, owner }]) =>
        (input.addonName === undefined || input.addonName === name) &&
        among(input.types, type) &&
        among(input.owners, owner) &&
        among(input.publishers, "eks"),
    )
    .map(([name, addon]) => addonInfo(name, addon, input.kubernetesVersion))
    .filter(({ addonVersions }) => addonVersions?.length);
  const { items, nextToken } = page(found, input);
  return { addons: items, nextToken };
});

export const describeAddonConfiguration = operation(
  DescribeAddonConfigurationCommand,
  ({ addonName = "", addonVersion = "" }) => {
    const addon = catalogAddon(addonName);
    if (!addon?.versions.some(({ version }) => version === addonVersion))
      throw exception(
        ResourceNotFoundException,
        `No addon: ${addonName} with version: ${addonVersion} found`,
        {
          addonName,
        },
      );
    return {
      addonName,
      addonVersion,
      configurationSchema: JSON.stringify({
        $schema: "http://json-schema.org/draft-06/schema#",
        type: "object",
      }),
      podIdentityConfiguration: addon.identity && [
        {
          serviceAccount: addon.identity.serviceAccount,
          recommendedManagedPolicies: [...addon.identity.policies],
        },
      ],
    };
  },
);

/**
 * The version of an add-on that a cluster gets: the one asked for, else its default. AWS adds builds by the week, so what is
 * newer than the catalog's oldest fitting one is taken to exist.
 * @throws InvalidParameterException in EKS's words
 */
export function addonVersionFor(name: string, asked: string | undefined, kubernetes: string): string {
  const fitting = (catalogAddon(name)?.versions ?? []).filter((one) => fits(one, kubernetes));
  const [newest] = fitting;
  if (!newest)
    throw exception(
      InvalidParameterException,
      `Addon ${name} specified is not supported in ${kubernetes} kubernetes version`,
      { addonName: name },
    );
  if (asked === undefined) return newest.version;
  const oldest = fitting.at(-1) ?? newest;
  const known = fitting.some(({ version }) => version === asked);
  // kube-proxy is built for one Kubernetes version, which its own names.
  const otherMinor = name === "kube-proxy" && !asked.startsWith(`v${kubernetes}.`);
  if (!known && (otherMinor || !isNewer(asked, oldest.version)))
    throw exception(InvalidParameterException, "Addon version specified is not supported", {
      addonName: name,
    });
  return asked;
}

function addonInfo(name: string, addon: CatalogAddon, kubernetes: string | undefined): AddonInfo {
  return {
    addonName: name,
    type: addon.type,
    publisher: "eks",
    owner: addon.owner,
    defaultNamespace: addon.namespace,
    addonVersions: addon.versions
      .filter((one) => kubernetes === undefined || fits(one, kubernetes))
      .map((one) => versionInfo(one, addon, kubernetes)),
  };
}

function versionInfo(
  one: CatalogVersion,
  addon: CatalogAddon,
  kubernetes: string | undefined,
): AddonVersionInfo {
  const clusters = calendar
    .map(({ version }) => version)
    .filter((version) => fits(one, version) && (kubernetes === undefined || version === kubernetes));
  return {
    addonVersion: one.version,
    architecture: ["amd64", "arm64"],
    computeTypes: ["ec2", "auto", "hybrid"],
    compatibilities: clusters.map((clusterVersion) => ({
      clusterVersion,
      platformVersions: ["*"],
      defaultVersion: addon.versions.find((other) => fits(other, clusterVersion)) === one,
    })),
    requiresConfiguration: false,
    requiresIamPermissions: addon.identity !== undefined,
  };
}

function fits({ kubernetes: [first, last] }: CatalogVersion, version: string): boolean {
  return minorOf(version) >= minorOf(first) && minorOf(version) <= minorOf(last);
}

/** True when `version` is well formed and as new as `other`, or newer. */
function isNewer(version: string, other: string): boolean {
  const a = partsOf(version);
  const b = partsOf(other);
  if (!a || !b) return false;
  const differs = a.findIndex((part, i) => part !== b[i]);
  return differs < 0 || (a[differs] ?? 0) > (b[differs] ?? 0);
}

function partsOf(version: string): number[] | undefined {
  return /^v(\d+)\.(\d+)\.(\d+)-eksbuild\.(\d+)$/.exec(version)?.slice(1).map(Number);
}
