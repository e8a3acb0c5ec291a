import { overlap, parseCidr } from "../cidr.ts";
import { SERVICE_CIDR } from "../modules/eks/service-cidr.ts";
import { CALENDAR } from "../modules/eks/version-calendar.ts";
import { kubernetesVersion, offeredVersions } from "../modules/eks/versions.ts";
import { regions } from "../regions.ts";
import type { Settings } from "../variables.ts";
import { mixedArchitectures } from "./compute.ts";
import { uncoveredWithoutNat } from "./network.ts";
import { eachOf, type Violation } from "./rule.ts";

/** A rule over several settings. It runs when those it needs are valid, whatever else is wrong. */
export interface CrossRule {
  /** The variable that the violation is reported at. */
  readonly variable: keyof Settings;
  /** The other variables that it looks at. */
  readonly needs: readonly (keyof Settings)[];
  readonly check: (settings: Settings, today: Date) => readonly Violation[];
}

export const crossRules: readonly CrossRule[] = [
  {
    variable: "zones",
    needs: ["region"],
    check: ({ zones, region }) => {
      const letters = regions[region]?.zones ?? [];
      return eachOf(zones, (letter) =>
        letters.includes(letter)
          ? []
          : [
              {
                expected: `a zone of ${region}: ${letters.join(", ")}`,
                fix: `Write zones = [${letters
                  .slice(0, 3)
                  .map((zone) => `"${zone}"`)
                  .join(", ")}].`,
              },
            ],
      );
    },
  },
  {
    variable: "vpc_cidr",
    needs: [],
    check: ({ vpc_cidr }) => {
      const [vpc, services] = [parseCidr(vpc_cidr), parseCidr(SERVICE_CIDR)];
      if (!vpc || !services || !overlap(vpc, services)) return [];
      return [
        {
          expected: `apart from ${SERVICE_CIDR}, where Kubernetes services have their addresses`,
          fix: `Write "10.0.0.0/${vpc.prefix}".`,
        },
      ];
    },
  },
  {
    variable: "eks_cluster_version",
    needs: [],
    check: ({ eks_cluster_version }, today) => {
      const { status, warnings } = kubernetesVersion(eks_cluster_version, today);
      if (status === "standard" || status === "extended") return [];
      const offered = offeredVersions(today);
      const newest = offered[0] ?? CALENDAR.versions[0]?.version;
      const unquoted = offered.includes(`${eks_cluster_version}0`)
        ? ` In quotes: without, Terraform drops the last 0.`
        : "";
      return [
        {
          expected: `a Kubernetes version that EKS offers: ${offered.join(", ")}`,
          fix: `${warnings.join(" ")} Write "${offered[1] ?? newest}".${unquoted}`,
        },
      ];
    },
  },
  {
    variable: "spot_node_group",
    needs: ["node_group_instance_types"],
    check: ({ spot_node_group, node_group_instance_types }) =>
      spot_node_group === null
        ? []
        : mixedArchitectures([...node_group_instance_types, ...spot_node_group.instance_types]).map(
            (violation) => ({
              ...violation,
              path: ["instance_types"],
            }),
          ),
  },
  {
    variable: "interface_endpoints",
    needs: ["nat_gateways"],
    check: ({ interface_endpoints, nat_gateways }) => {
      if (nat_gateways !== "none") return [];
      const missing = uncoveredWithoutNat(interface_endpoints);
      if (missing.length === 0) return [];
      return [
        {
          expected: `with nat_gateways = "none", also ${missing.join(", ")}: nodes cannot join without them`,
          fix: 'Add the bundle "private-eks", or write nat_gateways = "single".',
        },
      ];
    },
  },
  {
    variable: "deletion_protection",
    needs: ["force_destroy"],
    check: ({ deletion_protection, force_destroy }) =>
      deletion_protection && force_destroy
        ? [
            {
              expected: "false while force_destroy is true: the one forbids what the other asks for",
              fix: "Write force_destroy = false to keep what is deployed, or deletion_protection = false to let it go.",
            },
          ]
        : [],
  },
  {
    variable: "replica_region",
    needs: ["region"],
    check: ({ replica_region, region }) =>
      replica_region === region
        ? [{ expected: "another region than region", fix: "Write another region, or null for no replica." }]
        : [],
  },
];
