import type { Principal } from "./access.ts";

/**
 * Whom a resource's policy names, which says how far an allow carries in the owner's account, the farthest first:
 * the asker itself (a session, everybody, a service), a user, a role (or the user behind a federated session), or just the account, which leaves the decision to identity policies.
 */
export type Named = "itself" | "user" | "role" | "account";

/** Whom a statement of a resource's policy is about; undefined: not this principal. */
export type PrincipalMatcher = (principal: Principal, hasBoundary: boolean) => Named | undefined;

const byReach: readonly Named[] = ["itself", "user", "role", "account"];

/** The farther reaching of two. */
export function farther(a: Named | undefined, b: Named): Named {
  return a !== undefined && byReach.indexOf(a) < byReach.indexOf(b) ? a : b;
}

interface PrincipalSet {
  readonly everybody: boolean;
  readonly arns: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly federations: ReadonlySet<string>;
}

/** What `Principal` of a statement means. */
export function compilePrincipal(element: unknown): PrincipalMatcher {
  const named = principalSet(element);
  return (principal) => {
    if (named.everybody) return "itself";
    if (principal.service !== undefined && named.services.has(principal.service)) return "itself";
    if (principal.federatedBy !== undefined && named.federations.has(principal.federatedBy)) return "itself";
    if (!principal.arn) return undefined;
    const began = principal.roleArn ?? principal.userArn;
    if (named.arns.has(principal.arn)) return principal.kind === "user" && !began ? "user" : "itself";
    if (began !== undefined && named.arns.has(began)) return "role";
    if (named.accounts.has(principal.account)) return principal.kind === "root" ? "itself" : "account";
    return undefined;
  };
}

/**
 * What `NotPrincipal` means. A denial spares only whom it names altogether: a session by account, role and session, and nobody who
 * has a permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html, May 2026
 */
export function compileNotPrincipal(element: unknown, effect: "Allow" | "Deny"): PrincipalMatcher {
  const spared = principalSet(element);
  if (effect === "Allow") return (principal) => (namesAtAll(spared, principal) ? undefined : "itself");
  return (principal, hasBoundary) =>
    hasBoundary || !namesAltogether(spared, principal) ? "itself" : undefined;
}

function namesAltogether(named: PrincipalSet, principal: Principal): boolean {
  if (named.everybody) return true;
  if (principal.service !== undefined) return named.services.has(principal.service);
  if (!principal.arn) return named.federations.has(principal.federatedBy ?? "");
  const account = named.accounts.has(principal.account);
  if (principal.kind === "root") return account;
  const began = principal.roleArn ?? principal.userArn;
  return account && (began === undefined || named.arns.has(began)) && named.arns.has(principal.arn);
}

function namesAtAll(named: PrincipalSet, principal: Principal): boolean {
  return (
    named.everybody ||
    named.services.has(principal.service ?? "") ||
    named.federations.has(principal.federatedBy ?? "") ||
    named.arns.has(principal.arn) ||
    named.arns.has(principal.roleArn ?? principal.userArn ?? "") ||
    named.accounts.has(principal.account)
  );
}

function principalSet(element: unknown): PrincipalSet {
  const byType = typeof element === "object" && element !== null ? (element as Record<string, unknown>) : {};
  const list = (type: string) => [byType[type] ?? []].flat().map(String);
  const aws = list("AWS");
  return {
    everybody: element === "*" || aws.includes("*"),
    arns: new Set(aws),
    accounts: new Set(aws.flatMap((name) => accountPattern.exec(name)?.slice(1).find(Boolean) ?? [])),
    services: new Set(list("Service")),
    federations: new Set(list("Federated")),
  };
}

const accountPattern = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/;
