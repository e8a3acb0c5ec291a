import { type AttributeChange, changedAttributes } from "./attributes.ts";
import type { DeclaredConfiguration } from "./findings.ts";
import { declaredAttributes } from "./references.ts";

/** The part of a state in Terraform's JSON (`prior_state` of a plan) that is compared. */
export interface RefreshedState {
  readonly values?: { readonly root_module?: { readonly resources?: readonly RefreshedResource[] } };
}

interface RefreshedResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly values: Readonly<Record<string, unknown>>;
  readonly sensitive_values?: unknown;
}

/** One resource that is not what it was when the plan was made. */
export interface ChangedSince {
  readonly address: string;
  readonly change: "gone" | "back" | "changed";
  /** Only of what changed. */
  readonly attributes: readonly AttributeChange[];
  /** Whether a plan may come out differently for it: something declared changed, or all of it. What AWS reckons by itself does not count. */
  readonly matters: boolean;
}

/**
 * What is different in AWS between two readings of it, each the state after a refresh. Differences between state and AWS that both readings found
 * are none; attributes that the declaration ignores, or leaves to AWS, differ without mattering.
 */
export function changedSince(
  before: RefreshedState | undefined,
  after: RefreshedState | undefined,
  configuration: DeclaredConfiguration,
): ChangedSince[] {
  const [then, now] = [byAddress(before), byAddress(after)];
  return [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((address): ChangedSince[] => {
    const [old, current] = [then.get(address), now.get(address)];
    if (!old || !current)
      return [{ address, change: current ? "back" : "gone", attributes: [], matters: true }];
    const attributes = changedAttributes({
      actions: ["update"],
      before: old.values,
      after: current.values,
      before_sensitive: old.sensitive_values,
      after_sensitive: current.sensitive_values,
    });
    if (attributes.length === 0) return [];
    const counts = isManaged(configuration, address);
    const counting = attributes.filter(({ path }) => counts(path));
    const matters = counting.length > 0;
    return [{ address, change: "changed", attributes: matters ? counting : attributes, matters }];
  });
}

function byAddress(state: RefreshedState | undefined): Map<string, RefreshedResource> {
  const resources = state?.values?.root_module?.resources ?? [];
  return new Map(
    resources.filter(({ mode }) => mode === "managed").map((resource) => [resource.address, resource]),
  );
}

/** Whether the declaration decides on an attribute of this resource. Default tags are declared with the provider. */
function isManaged(configuration: DeclaredConfiguration, address: string): (path: string) => boolean {
  const declared = declaredAttributes(configuration, address);
  // Nothing declares it any more: it goes, whatever it is.
  if (!declared) return () => true;
  const { lifecycle } = declared as { readonly lifecycle?: { readonly ignore_changes?: unknown } };
  const ignored = lifecycle?.ignore_changes ?? [];
  if (ignored === "all") return () => false;
  return (path) => {
    const name = path.replace(/[.[].*$/, "");
    const declares = name in declared || name === "tags_all";
    return declares && !(ignored as readonly string[]).some((one) => isWithin(path, one));
  };
}

const isWithin = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
