import type { Statement } from "../policy.ts";
import { EnvironmentStack } from "../stack.ts";

/** A resource as it stands in the configuration; which members it has depends on its type. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into JSON of a hundred shapes, and a wrong member fails the test
export type ResourceBody = any;

/** An empty `dev` environment in Singapore, for one module at a time. */
export function devStack(): EnvironmentStack {
  return new EnvironmentStack({ environment: "dev", accountId: "123456789012", region: "ap-southeast-1" });
}

/** What a stack synthesizes, by address. */
export function resourcesOf(stack: EnvironmentStack): Record<string, ResourceBody> {
  const { configuration, resources } = stack.synthesize();
  return Object.fromEntries(
    resources.map(({ address, type }) => [
      address,
      configuration.resource?.[type]?.[address.slice(type.length + 1)],
    ]),
  );
}

/** The statements of a policy document, by Sid. */
export function statementsOf(policy: string): Record<string, Statement> {
  const { Statement } = JSON.parse(policy) as { Statement: Statement[] };
  return Object.fromEntries(Statement.map((statement) => [statement.Sid, statement]));
}
