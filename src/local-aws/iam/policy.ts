import type { ConditionKeys } from "./access.ts";
import { type Condition, compileConditions } from "./conditions.ts";
import { compileNotPrincipal, compilePrincipal, type PrincipalMatcher } from "./principals.ts";
import { type AskedKey, type CompiledText, compileText } from "./variables.ts";
import { matcherOf, type TextMatcher, wild, wildArn } from "./wildcards.ts";

/** Asks whether a statement is about a resource; undefined when a variable in it has no value. */
type ResourceMatcher = (resource: string, keys: ConditionKeys) => boolean | undefined;

/** A statement, ready to be asked. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Its Sid, else `statement 2`. */
  readonly label: string;
  readonly index: number;
  /** Takes actions in lower case. */
  readonly isAbout: TextMatcher;
  /** Absent where the policy's place says which resource is meant: trust policies, repositories. */
  readonly resource?: ResourceMatcher;
  /** Absent in identity policies. */
  readonly principal?: PrincipalMatcher;
  readonly conditions: readonly Condition[];
  /** Keys that conditions and variables ask for. */
  readonly asks: readonly AskedKey[];
  /** Whether its answer depends on condition keys at all. */
  readonly usesKeys: boolean;
}

/** A policy, ready to be asked for its statements about an action, which come in their order. */
export type CompiledPolicy = (action: string) => readonly Statement[];

/** A policy by its text, compiled when it is first met. @throws SyntaxError when it is no JSON */
export const compiledPolicy = remembering(2_000, (document: string): CompiledPolicy => {
  const { Version, Statement } = JSON.parse(document);
  const hasVariables = Version === "2012-10-17";
  const statements = [Statement ?? []]
    .flat()
    .flatMap((statement, index) => compileStatement(statement ?? {}, index, hasVariables));
  return remembering(1_000, (action) => {
    const lower = action.toLowerCase();
    return statements.filter(({ isAbout }) => isAbout(lower));
  });
});

/** Makes each thing once; the oldest is forgotten when there are too many. */
function remembering<Thing>(limit: number, make: (text: string) => Thing): (text: string) => Thing {
  const things = new Map<string, Thing>();
  return (text) => {
    const known = things.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    const [oldest] = things.size < limit ? [] : things.keys();
    if (oldest !== undefined) things.delete(oldest);
    things.set(text, made);
    return made;
  };
}

type Elements = Readonly<Record<string, unknown>>;

/** Nothing, where there is no effect. */
function compileStatement(statement: Elements, index: number, hasVariables: boolean): Statement[] {
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } =
    statement;
  if (Effect !== "Allow" && Effect !== "Deny") return [];
  const resourceTexts = textsOf(Resource ?? NotResource);
  const resources = resourceTexts.map((text) => compileResource(text, hasVariables));
  const conditions = compileConditions(Condition, hasVariables);
  return [
    {
      effect: Effect,
      label: typeof Sid === "string" && Sid !== "" ? Sid : `statement ${index + 1}`,
      index,
      isAbout: actionMatcher(Action, NotAction),
      resource: resourceMatcher(resources, Resource, NotResource),
      principal: principalMatcher(Principal, NotPrincipal, Effect),
      conditions,
      asks: [...resources, ...conditions].flatMap(({ asks }) => asks),
      usesKeys: conditions.length > 0 || resourceTexts.some((text) => text.includes("${")),
    },
  ];
}

function actionMatcher(action: unknown, notAction: unknown): TextMatcher {
  const listed = textsOf(action ?? notAction).map((text) => text.toLowerCase());
  const exact = new Set(listed.filter((text) => !/[*?]/.test(text)));
  const patterns = listed.filter((text) => /[*?]/.test(text)).map((text) => matcherOf(wild(text, 0)));
  const isListed: TextMatcher = (text) => exact.has(text) || patterns.some((fits) => fits(text));
  if (action === undefined && notAction !== undefined) return (text) => !isListed(text);
  return isListed;
}

/** An ARN that ends early means everything that begins like it. */
function compileResource(text: string, hasVariables: boolean): CompiledText {
  if (text === "*") return compileText(text, wild, false);
  const missing = 6 - text.replaceAll(/\$\{[^}]*\}/g, "").split(":").length;
  const whole = text.startsWith("arn:") && missing > 0 ? text + ":*".repeat(missing) : text;
  return compileText(whole, wildArn, hasVariables);
}

function resourceMatcher(
  texts: readonly CompiledText[],
  resource: unknown,
  notResource: unknown,
): ResourceMatcher | undefined {
  if (resource === undefined && notResource === undefined) return undefined;
  const [only, ...others] = texts;
  const isListed: ResourceMatcher =
    only && others.length === 0 ? only.matches : (asked, keys) => someMatch(texts, asked, keys);
  if (resource !== undefined) return isListed;
  return (asked, keys) => {
    const listed = isListed(asked, keys);
    return listed === undefined ? undefined : !listed;
  };
}

/** One that has no value leaves it open, unless another one fits. */
function someMatch(texts: readonly CompiledText[], asked: string, keys: ConditionKeys): boolean | undefined {
  let result: boolean | undefined = false;
  for (const { matches } of texts) {
    const fits = matches(asked, keys);
    if (fits) return true;
    if (fits === undefined) result = undefined;
  }
  return result;
}

function principalMatcher(
  principal: unknown,
  notPrincipal: unknown,
  effect: Statement["effect"],
): PrincipalMatcher | undefined {
  if (principal !== undefined) return compilePrincipal(principal);
  return notPrincipal === undefined ? undefined : compileNotPrincipal(notPrincipal, effect);
}

function textsOf(element: unknown): string[] {
  return [element ?? []].flat().map(String);
}
