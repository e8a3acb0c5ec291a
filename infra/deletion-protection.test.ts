import { expect, test } from "vitest";
import { guardedTypes } from "./guarded-types.ts";
import { checkSettings } from "./settings/check-settings.ts";
import type { TerraformConfiguration } from "./stack.ts";
import { synthesize } from "./synthesize.ts";

function resourcesOf(environment: string, given: Record<string, unknown> = {}) {
  const { settings } = checkSettings(
    environment,
    { account_id: "123456789012", ...given },
    { today: new Date("2026-11-23") },
  );
  if (!settings) throw new Error("The settings are wrong.");
  const { resource = {} }: TerraformConfiguration = synthesize(environment, settings).configuration;
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]) => ({ address: `${type}.${name}`, type, body })),
  );
}

const prevents = (body: Record<string, unknown>) =>
  (body.lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true;

test("prod guards everything of these kinds, the replicas too, and nothing else", () => {
  const resources = resourcesOf("prod", { replica_region: "ap-northeast-1" });
  const guarded = resources.filter(({ body }) => prevents(body)).map(({ address }) => address);
  const expected = resources.filter(({ type }) => type in guardedTypes).map(({ address }) => address);
  expect(guarded).toEqual(expected);
  expect(new Set(guarded.map((address) => address.split(".")[0]))).toEqual(
    new Set(Object.keys(guardedTypes)),
  );
});

test("what a declaration says of its lifecycle stays", () => {
  const plain = resourcesOf("prod", { deletion_protection: false });
  for (const { address, type, body } of resourcesOf("prod")) {
    const before = plain.find((one) => one.address === address)?.body.lifecycle as object | undefined;
    expect(body.lifecycle).toEqual(type in guardedTypes ? { ...before, prevent_destroy: true } : before);
  }
});

test("dev guards nothing", () => {
  expect(resourcesOf("dev").filter(({ body }) => prevents(body))).toEqual([]);
});
