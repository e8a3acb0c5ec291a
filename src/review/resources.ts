import type { DeclaredConfiguration } from "./findings.ts";
import type { PlanJson, ResourceChange } from "./plan.ts";
import { declaredAttributes, mentioned } from "./references.ts";
import type { Attributes } from "./rules/rule.ts";
import { actionOf, type ChangeAction, type DeclaredResource, UNDECLARED } from "./summary.ts";

/** One managed resource as cost and picture look at it: what it is to be, what it is now, and what it refers to. Plain JSON. */
export interface ReviewedResource {
  readonly address: string;
  /** Terraform's type, e.g. `aws_eks_cluster`. */
  readonly type: string;
  /** `vpc`, `eks`, …, `root`, or `(no longer declared)`. */
  readonly module: string;
  /** Where its provider works, e.g. `ap-southeast-1`. */
  readonly region: string;
  readonly change: ChangeAction | "none";
  /** As declared: literal values, `${…}` where another resource decides. Absent when nothing declares it any more, or it is to go. */
  readonly declared?: Attributes;
  /** As deployed, with every computed value. Absent when it is not there yet, or when only the plan's events were read. */
  readonly deployed?: Attributes;
  /** Addresses of the resources that each declared attribute refers to, by the attribute's name. */
  readonly references: Readonly<Record<string, readonly string[]>>;
}

/** The configuration, with what this module reads of its providers. */
export interface ConfigurationWithProviders extends DeclaredConfiguration {
  readonly provider?: Readonly<Record<string, readonly Attributes[]>>;
}

export interface ReviewSources {
  readonly configuration: ConfigurationWithProviders;
  /** Where each resource was declared, in order. */
  readonly declared: readonly DeclaredResource[];
  /** @default everything is as it is declared */
  readonly plan?: PlanJson;
}

/** Every managed resource of a configuration and of a plan for it: the declared ones first, in their order, then what only the state knows. */
export function reviewedResources({ configuration, declared, plan = {} }: ReviewSources): ReviewedResource[] {
  // What an earlier replacement left behind has the address of its successor, and is none of what will be there.
  const changes = new Map(
    (plan.resource_changes ?? [])
      .filter(({ mode, deposed }) => mode === "managed" && !deposed)
      .map((one) => [one.address, one]),
  );
  const addresses = new Set(declared.map(({ address }) => address));
  const regions = providerRegions(configuration);
  // A removal tells of all that is deployed: what is declared beside it was never made, as after an apply that was stopped.
  const removal = changes.size > 0 && [...changes.values()].every((one) => actionOf(one) === "delete");
  const there = removal ? declared.filter(({ address }) => changes.has(address)) : declared;
  const here = there.map(({ address, module }) => {
    const attributes = declaredAttributes(configuration, address) ?? {};
    return reviewed({ address, module, attributes, regions, addresses, change: changes.get(address) });
  });
  const gone = [...changes.values()]
    .filter(({ address }) => !addresses.has(address))
    .map((change) => reviewed({ address: change.address, module: UNDECLARED, regions, addresses, change }));
  return [...here, ...gone];
}

interface Reviewing {
  readonly address: string;
  readonly module: string;
  readonly attributes?: Attributes;
  readonly regions: ReadonlyMap<string, string>;
  readonly addresses: ReadonlySet<string>;
  readonly change?: ResourceChange;
}

function reviewed({ address, module, attributes, regions, addresses, change }: Reviewing): ReviewedResource {
  const action = (change && actionOf(change)) ?? "none";
  const deployed = change?.change.before as Attributes | null | undefined;
  const stays = attributes && action !== "delete";
  return {
    address,
    type: address.slice(0, address.indexOf(".")),
    module,
    region: regionOf(attributes, deployed, regions),
    change: action,
    ...(stays ? { declared: attributes } : {}),
    ...(deployed ? { deployed } : {}),
    references: attributes ? referencesOf(attributes, addresses) : {},
  };
}

/** Regions by what a resource's `provider` says: `aws`, `aws.replica`. */
function providerRegions({ provider = {} }: ConfigurationWithProviders): Map<string, string> {
  return new Map(
    Object.entries(provider).flatMap(([name, blocks]) =>
      blocks.map(({ alias, region }) => [alias ? `${name}.${alias}` : name, String(region)] as const),
    ),
  );
}

function regionOf(
  declared: Attributes | undefined,
  deployed: Attributes | null | undefined,
  regions: ReadonlyMap<string, string>,
): string {
  const own = regions.get("aws") ?? "";
  if (declared) return regions.get(String(declared.provider ?? "aws")) ?? own;
  const named = String(deployed?.arn ?? "").split(":")[3];
  return String(deployed?.region ?? (named || own));
}

function referencesOf(attributes: Attributes, addresses: ReadonlySet<string>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const known = [...new Set(mentioned(value))].filter((one) => addresses.has(one));
      return known.length > 0 ? [[name, known]] : [];
    }),
  );
}
