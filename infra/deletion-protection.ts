import { guardedTypes } from "./guarded-types.ts";
import type { TerraformConfiguration } from "./stack.ts";

/** The same configuration, in which Terraform refuses every plan that would destroy what holds data, keys, the cluster or the trail. */
export function protectedFromDestruction(configuration: TerraformConfiguration): TerraformConfiguration {
  const resource = Object.fromEntries(
    Object.entries(configuration.resource ?? {}).map(([type, byName]) => [
      type,
      type in guardedTypes ? mapValues(byName, guarded) : byName,
    ]),
  );
  return { ...configuration, resource };
}

const guarded = (body: Record<string, unknown>): Record<string, unknown> => ({
  ...body,
  lifecycle: { ...(body.lifecycle as object | undefined), prevent_destroy: true },
});

const mapValues = <T>(record: Record<string, T>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
