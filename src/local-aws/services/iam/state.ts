import { type InventoryItem, slot } from "../../store.ts";

/** What users, groups and roles have in common. */
export interface Entity {
  readonly kind: "user" | "group" | "role";
  name: string;
  path: string;
  readonly id: string;
  arn: string;
  readonly created: Date;
  /** Inline policies: name → document. */
  readonly inline: Map<string, string>;
  /** ARNs of attached managed policies, in the order of attachment. */
  readonly attached: Set<string>;
}

export interface Role extends Entity {
  readonly kind: "role";
  trustPolicy: string;
  description?: string;
  maxSessionSeconds: number;
  /** ARN of a managed policy. */
  permissionsBoundary?: string;
  readonly tags: Map<string, string>;
  /** The service that owns a service-linked role, such as `eks.amazonaws.com`. */
  readonly linkedTo?: string;
}

export interface User extends Entity {
  readonly kind: "user";
  permissionsBoundary?: string;
  readonly tags: Map<string, string>;
}

export interface Group extends Entity {
  readonly kind: "group";
  /** Names of the users in it. */
  readonly users: Set<string>;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly created: Date;
  updated: Date;
  readonly tags: Map<string, string>;
  defaultVersion: string;
  /** Version name (`v1`) → document. */
  readonly versions: Map<string, PolicyVersion>;
  /** Number of the newest version that ever was: numbers are not used twice. */
  lastVersion: number;
}

export interface PolicyVersion {
  readonly document: string;
  readonly created: Date;
}

export interface OidcProvider {
  readonly arn: string;
  /** Without the scheme. */
  readonly url: string;
  readonly clientIds: Set<string>;
  thumbprints: string[];
  readonly created: Date;
  readonly tags: Map<string, string>;
}

export interface InstanceProfile {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly created: Date;
  /** Name of the one role that it can hold. */
  role?: string;
  readonly tags: Map<string, string>;
}

/** Everything of an account's IAM. Names are unique whatever their case, so maps by name have them in lower case. */
export interface IamState {
  readonly roles: Map<string, Role>;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  readonly instanceProfiles: Map<string, InstanceProfile>;
  /** The customer's own managed policies, by ARN. */
  readonly policies: Map<string, ManagedPolicy>;
  readonly oidcProviders: Map<string, OidcProvider>;
  readonly accountAliases: Set<string>;
}

export const iamSlot = slot<IamState>({
  name: "iam",
  scope: "account",
  create: () => ({
    roles: new Map(),
    users: new Map(),
    groups: new Map(),
    instanceProfiles: new Map(),
    policies: new Map(),
    oidcProviders: new Map(),
    accountAliases: new Set(),
  }),
  inventory: (state) => [
    ...named(
      "AWS::IAM::Role",
      [...state.roles.values()].filter(({ linkedTo }) => !linkedTo),
    ),
    ...named(
      "AWS::IAM::User",
      [...state.users.values()].filter(({ name }) => name !== administrator),
    ),
    ...named("AWS::IAM::Group", state.groups.values()),
    ...named("AWS::IAM::InstanceProfile", state.instanceProfiles.values()),
    ...named("AWS::IAM::ManagedPolicy", state.policies.values()),
    ...[...state.oidcProviders.keys()].map((id) => ({ type: "AWS::IAM::OIDCProvider", id })),
  ],
});

/** The user as whom an account is administered from outside: always there, and no part of the inventory. */
export const administrator = "administrator";

function named(type: string, items: Iterable<{ readonly name: string }>): InventoryItem[] {
  return [...items].map(({ name }) => ({ type, id: name }));
}
