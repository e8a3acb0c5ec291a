import { conditionProblem, isObject, isText, isTexts } from "./grammar-elements.ts";
import { resourceProblem } from "./grammar-resources.ts";
import {
  identityWords,
  type PolicyFault,
  type PolicyWords,
  resourceWords,
  trustWords,
} from "./grammar-words.ts";

/**
 * Where a policy stands: within a user, group or role; by itself, to be attached; as a role's trust policy; with a session; on a
 * resource that it names (buckets, keys); or on one that it may not name (repositories).
 */
export type PolicyKind = "identity" | "managed" | "trust" | "session" | "resource" | "repository";

/** Something wrong with a policy. */
export interface PolicyProblem {
  readonly fault: PolicyFault;
  /** In the words of IAM, of trust and resource policies in those of their parsers. */
  readonly message: string;
}

/**
 * Everything that AWS's grammar has against a policy document, what AWS says first standing first; empty for a good one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, May 2026
 */
export function policyProblems(document: string, kind: PolicyKind): readonly PolicyProblem[] {
  const words = wordsOf[kind];
  const order = Object.keys(words);
  return [...documentFaults(document, kind)]
    .sort((a, b) => order.indexOf(a.fault) - order.indexOf(b.fault))
    .map(({ fault, about = "" }) => ({ fault, message: words[fault].replace("{}", () => about) }));
}

const wordsOf: Readonly<Record<PolicyKind, PolicyWords>> = {
  identity: identityWords,
  managed: identityWords,
  session: identityWords,
  trust: trustWords,
  resource: resourceWords,
  repository: resourceWords,
};

interface Fault {
  readonly fault: PolicyFault;
  /** The element or text that is wrong. */
  readonly about?: string;
}

type Faults = Generator<Fault, void>;
type Elements = Readonly<Record<string, unknown>>;

function* documentFaults(text: string, kind: PolicyKind): Faults {
  const document = parsed(text);
  if (!isObject(document)) return yield { fault: "json" };
  const { Version, Id, Statement } = document;
  for (const element of Object.keys(document))
    if (!["Version", "Id", "Statement"].includes(element)) yield { fault: "document", about: element };
  if (Id !== undefined && !isText(Id)) yield { fault: "document", about: "Id" };
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17")
    yield { fault: "version" };
  else if (kind === "managed" && Version !== "2012-10-17") yield { fault: "oldVersion" };
  const statements = [Statement ?? []].flat();
  if (statements.length === 0) return yield { fault: "statementMissing" };
  const sids = new Set<unknown>();
  for (const statement of statements) {
    if (!isObject(statement)) {
      yield { fault: "statementMissing" };
      continue;
    }
    yield* statementFaults(statement, kind);
    if (statement.Sid && sids.has(statement.Sid)) yield { fault: "duplicateSid" };
    sids.add(statement.Sid);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isIdentity(kind: PolicyKind): boolean {
  return kind === "identity" || kind === "managed" || kind === "session";
}

function* statementFaults(statement: Elements, kind: PolicyKind): Faults {
  for (const element of Object.keys(statement))
    if (!statementElements.includes(element)) yield { fault: "element", about: element };
  yield* effectFaults(statement, kind);
  yield* principalFaults(statement, kind);
  yield* actionFaults(statement, kind);
  yield* resourceFaults(statement, kind);
  const problem = statement.Condition === undefined ? undefined : conditionProblem(statement.Condition);
  if (problem) yield problem;
}

const statementElements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

function* effectFaults({ Sid, Effect }: Elements, kind: PolicyKind): Faults {
  if (Effect === undefined) yield { fault: "effectMissing" };
  else if (Effect !== "Allow" && Effect !== "Deny")
    yield { fault: /^(allow|deny)$/i.test(String(Effect)) ? "effectCase" : "effect", about: String(Effect) };
  if (Sid === undefined) return;
  if (!isText(Sid)) yield { fault: "element", about: "Sid" };
  else if (isIdentity(kind) && !/^[0-9A-Za-z]*$/.test(Sid)) yield { fault: "sid" };
}

function* principalFaults({ Effect, Principal, NotPrincipal }: Elements, kind: PolicyKind): Faults {
  if (isIdentity(kind)) {
    if (Principal !== undefined || NotPrincipal !== undefined) yield { fault: "principalProhibited" };
    return;
  }
  if (NotPrincipal !== undefined && (Effect === "Allow" || kind === "trust")) yield { fault: "notPrincipal" };
  if (Principal !== undefined && NotPrincipal !== undefined)
    yield { fault: "element", about: "NotPrincipal" };
  const principal = Principal ?? NotPrincipal;
  if (principal === undefined) return yield { fault: "principalMissing" };
  if (principal === "*") return;
  if (!isObject(principal) || Object.keys(principal).length === 0)
    return yield { fault: "principal", about: JSON.stringify(principal) };
  for (const [type, names] of Object.entries(principal))
    for (const name of isTexts(names) ? [names].flat() : [undefined])
      if (!isPrincipal(type, name))
        yield { fault: "principal", about: `"${type}":${JSON.stringify(name ?? names)}` };
}

/** Whether a principal is of a form that AWS knows; whether it exists is the services' to say. */
function isPrincipal(type: string, name: string | undefined): boolean {
  if (name === undefined) return false;
  if (type === "Service")
    return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/.test(name);
  if (type === "Federated" || type === "CanonicalUser") return name !== "";
  return type === "AWS" && awsPrincipal.test(name);
}

/** Everybody, an account, a user, a role, a session, or the unique id that is left of one that was deleted. */
const awsPrincipal =
  /^(\*|\d{12}|A[A-Z0-9]{15,}|arn:[a-z-]+:iam::(\d{12}|cloudfront):(root|(user|role)\/[^*]+)|arn:[a-z-]+:sts::\d{12}:(assumed-role\/[^*/]+\/[^*]+|federated-user\/[^*]+))$/;

function* actionFaults({ Action, NotAction }: Elements, kind: PolicyKind): Faults {
  if (Action !== undefined && NotAction !== undefined) yield { fault: "element", about: "NotAction" };
  const actions = Action ?? NotAction;
  if (actions === undefined || [actions].flat().length === 0) return yield { fault: "actionMissing" };
  if (!isTexts(actions))
    return yield { fault: "element", about: Action === undefined ? "NotAction" : "Action" };
  for (const action of [actions].flat()) {
    const problem =
      actionProblem(action) ?? (kind === "trust" && !/^sts:/i.test(action) ? action : undefined);
    if (problem) yield { fault: "action", about: problem };
  }
}

/** IAM's words for an action that is none. */
function actionProblem(action: string): string | undefined {
  const [vendor = "", name, more] = action.split(":");
  if (action === "*") return undefined;
  if (name === undefined) return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  if (more !== undefined) return "Actions/Condition can contain only one colon.";
  return /^[a-zA-Z0-9.-]+$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`;
}

function* resourceFaults({ Resource, NotResource }: Elements, kind: PolicyKind): Faults {
  const element = Resource === undefined ? "NotResource" : "Resource";
  const resources = Resource ?? NotResource;
  if (kind === "trust" || kind === "repository") {
    if (resources !== undefined) yield { fault: "resourceProhibited", about: element };
    return;
  }
  if (Resource !== undefined && NotResource !== undefined) yield { fault: "element", about: "NotResource" };
  if (resources === undefined || [resources].flat().length === 0) return yield { fault: "resourceMissing" };
  if (!isTexts(resources)) return yield { fault: "element", about: element };
  for (const resource of [resources].flat()) {
    const problem = resourceProblem(resource);
    if (problem) yield problem;
  }
}
