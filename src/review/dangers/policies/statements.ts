import type { StatementChange } from "../danger.ts";
import { isCovered } from "./cover.ts";
import { canonical, type Statement } from "./document.ts";
import { differences, sentence } from "./sentence.ts";

/**
 * What differs between two policies, statement by statement: order, Sids and the way a list is written are no difference. A policy that
 * is not there has no statements.
 */
export function statementChanges(
  before: readonly Statement[],
  after: readonly Statement[],
): StatementChange[] {
  const old = without(before, after);
  const now = without(after, before);
  const pairs = paired(old, now);
  const matched = new Set(pairs.flat());
  // What an Allow newly reaches opens, and what it no longer reaches closes; of a Deny it is the other way round.
  const reached = ({ effect }: Statement, isNew: boolean) =>
    (effect === "Allow") === isNew ? { opens: true } : { closes: true };
  const comes = (one: Statement) => (isCovered(one, before) ? {} : reached(one, true));
  const goes = (one: Statement) => (isCovered(one, after) ? {} : reached(one, false));
  return [
    ...now.filter((one) => !matched.has(one)).map((one) => told("added", one, comes(one))),
    ...pairs.map(([was, is]) => ({
      ...told("changed", is, { ...comes(is), ...goes(was) }),
      before: sentence(was),
      differences: differences(was, is),
    })),
    ...old.filter((one) => !matched.has(one)).map((one) => told("removed", one, goes(one))),
  ];
}

function told(
  change: StatementChange["change"],
  statement: Statement,
  { opens = false, closes = false }: { readonly opens?: boolean; readonly closes?: boolean },
): StatementChange {
  const { effect } = statement;
  const everybody = opens && effect === "Allow" && isForEverybody(statement);
  return {
    change,
    effect,
    text: sentence(statement),
    opens,
    closes,
    ...(everybody ? { everybody } : {}),
  };
}

const isForEverybody = ({ principals, conditions }: Statement): boolean =>
  conditions.length === 0 && (principals?.not === true || principals?.values.includes("*") === true);

function without(statements: readonly Statement[], others: readonly Statement[]): Statement[] {
  const known = new Set(others.map(canonical));
  const seen = new Set<string>();
  return statements.filter((one) => {
    const text = canonical(one);
    if (known.has(text) || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

/** Statements that are two states of one: of the same Sid, or else alike in what they are about. */
function paired(old: readonly Statement[], now: readonly Statement[]): [Statement, Statement][] {
  const left = new Set(old);
  const pairs: [Statement, Statement][] = [];
  for (const alike of [sameSid, sameSubject]) {
    for (const one of now) {
      if (pairs.some(([, is]) => is === one)) continue;
      const match = [...left].find((other) => other.effect === one.effect && alike(other, one));
      if (!match) continue;
      left.delete(match);
      pairs.push([match, one]);
    }
  }
  return pairs;
}

const sameSid = (a: Statement, b: Statement): boolean => a.sid !== undefined && a.sid === b.sid;

function sameSubject(a: Statement, b: Statement): boolean {
  if (a.sid !== undefined && b.sid !== undefined) return false;
  const same = (x: unknown, y: unknown) => JSON.stringify(x) === JSON.stringify(y);
  const actions = same(a.actions, b.actions);
  const resources = same(a.resources, b.resources);
  const principals = same(a.principals, b.principals);
  return actions ? resources || principals : resources && principals && shares(a, b);
}

const shares = (a: Statement, b: Statement): boolean =>
  a.actions.values.some((action) => b.actions.values.includes(action));
