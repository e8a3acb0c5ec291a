import { FaultLanguageError, type FaultProblem, nearest } from "./problem.ts";
import { type FaultSettings, presets, type SettingName, settings } from "./settings.ts";

/** Faults for the requests that one of the selectors names: the language is described in `language.md`. */
export interface FaultRule {
  /** `*`, `ec2`, `ec2:CreateVpc`, `eks:Create*`. */
  readonly selectors: readonly string[];
  readonly settings: FaultSettings;
}

/** A whole text of the language. */
export interface FaultRules {
  readonly rules: readonly FaultRule[];
  /** Makes the same faults befall the same requests. */
  readonly seed?: number;
  /** Journal whose faults are to happen again, and no others. */
  readonly replay?: string;
}

/** The services and their operations, to find out about wrong names. */
export type Catalog = ReadonlyMap<string, readonly string[]>;

/** Reads a text of the language. @throws FaultLanguageError with all problems at once */
export function parseFaults(text: string, catalog?: Catalog): FaultRules {
  const reading: Reading = { text, catalog, problems: [], rules: [] };
  for (const tokens of clauses(text)) readClause(tokens, reading);
  const { problems, rules, seed, replay } = reading;
  if (replay && (rules.length > 0 || seed !== undefined))
    problem(reading, replay.token, "replay= alone: it brings exactly the faults of its journal");
  if (problems.length > 0) throw new FaultLanguageError(problems);
  return { rules, ...(seed !== undefined && { seed }), ...(replay && { replay: replay.path }) };
}

/** The text of rules, one a line, such that reading it gives them back. */
export function printFaults({ rules, seed, replay }: FaultRules): string {
  const lines = rules.map(({ selectors, settings: chosen }) =>
    [selectors.join(","), printSettings(chosen)].join(" "),
  );
  if (replay !== undefined) lines.push(`replay="${replay}"`);
  if (seed !== undefined) lines.push(`seed=${seed}`);
  return lines.join("\n");
}

function printSettings(chosen: FaultSettings): string {
  return names
    .flatMap((name) => {
      const value = chosen[name];
      if (value === undefined) return [];
      const write = settings[name].write as (one: unknown) => string;
      return (settings[name].many ? (value as readonly unknown[]) : [value]).map(
        (one) => `${name}=${write(one)}`,
      );
    })
    .join(",");
}

const names = Object.keys(settings) as SettingName[];
const words = [...names, "seed", "replay", ...Object.keys(presets)];

interface Token {
  readonly text: string;
  readonly at: number;
}

interface Reading {
  readonly text: string;
  readonly catalog: Catalog | undefined;
  readonly problems: FaultProblem[];
  readonly rules: FaultRule[];
  seed?: number;
  replay?: { readonly path: string; readonly token: Token };
}

/** The tokens of each rule: commas and blanks part them; new lines and semicolons part rules; `#` begins a comment. */
function clauses(text: string): Token[][] {
  const found: Token[][] = [[]];
  for (const match of text.matchAll(/#[^\n]*|[\n;]|(?:"[^"\n]*"|[^\s,;#"]|")+/g)) {
    const [token] = match;
    if (token === "\n" || token === ";") found.push([]);
    else if (!token.startsWith("#")) found.at(-1)?.push({ text: token, at: match.index });
  }
  return found.filter((tokens) => tokens.length > 0);
}

function readClause(tokens: readonly Token[], reading: Reading): void {
  const isSetting = ({ text }: Token) => text.includes("=") || text in presets;
  const first = tokens.findIndex(isSetting);
  const selecting = tokens.slice(0, first < 0 ? tokens.length : first);
  for (const token of selecting) checkSelector(token, reading);
  if (first < 0) {
    problem(reading, tokens.at(-1) as Token, "settings after it, such as throttle=0.2", words);
    return;
  }
  const chosen: FaultSettings = {};
  const given = new Set<string>();
  for (const token of tokens.slice(first)) readSetting(token, { chosen, given, selecting, reading });
  const selectors = selecting.length > 0 ? selecting.map(({ text }) => text) : ["*"];
  if (Object.keys(chosen).length > 0) reading.rules.push({ selectors, settings: chosen });
}

interface Clause {
  readonly chosen: FaultSettings;
  /** Names that stand in it already. */
  readonly given: Set<string>;
  readonly selecting: readonly Token[];
  readonly reading: Reading;
}

function readSetting(token: Token, clause: Clause): void {
  const { chosen, given, selecting, reading } = clause;
  const preset = presets[token.text];
  if (preset) {
    Object.assign(chosen, { ...preset, ...chosen });
    return;
  }
  const [, name = token.text, quoted = ""] = /^([^=]*)=(.*)$/.exec(token.text) ?? [];
  const value = quoted.replaceAll('"', "");
  if (name === "seed" || name === "replay") readGlobal(name, value, token, selecting, reading);
  else if (!names.includes(name as SettingName))
    problem(reading, token, "a setting or a preset", words, name);
  else {
    const setting = settings[name as SettingName];
    const read = setting.read(value);
    if (read === undefined) problem(reading, token, `${name}= with ${setting.expects}`);
    else if (setting.many)
      Object.assign(chosen, { [name]: [...((chosen[name as "fail"] ?? []) as []), read] });
    else if (given.has(name)) problem(reading, token, `${name}= once in a rule`);
    else Object.assign(chosen, { [name]: read });
    given.add(name);
  }
}

/** What holds for all rules. */
function readGlobal(
  name: "seed" | "replay",
  value: string,
  token: Token,
  selecting: readonly Token[],
  reading: Reading,
): void {
  if (selecting.some(({ text }) => text !== "*")) problem(reading, token, `${name}= without a selector`);
  else if (reading[name] !== undefined) problem(reading, token, `${name}= once`);
  else if (name === "replay" && value !== "") reading.replay = { path: value, token };
  else if (name === "seed" && /^\d{1,15}$/.test(value)) reading.seed = Number(value);
  else problem(reading, token, name === "seed" ? "seed= with a whole number" : "replay= with a file");
}

function checkSelector(token: Token, reading: Reading): void {
  const { catalog } = reading;
  const [service = "", pattern, ...rest] = token.text.split(":");
  if (
    rest.length > 0 ||
    !/^(\*|[\w-]+)$/.test(service) ||
    (pattern !== undefined && !/^[\w*]+$/.test(pattern))
  )
    problem(reading, token, "a service, or service:Operation, before the settings", words);
  else if (catalog && service !== "*" && !catalog.has(service))
    problem(reading, token, "the name of a service or a setting", [...catalog.keys(), ...words], service);
  else if (catalog && pattern !== undefined) {
    const known = service === "*" ? [...catalog.values()].flat() : (catalog.get(service) ?? []);
    const matches = globbed(pattern);
    if (!known.some((operation) => matches.test(operation)))
      problem(reading, token, `an operation of ${service}`, known, pattern);
  }
}

/** What a pattern with stars stands for. */
export function globbed(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
}

function problem(
  { text, problems }: Reading,
  { text: received, at }: Token,
  expected: string,
  known: readonly string[] = [],
  given = received,
): void {
  const before = text.slice(0, at).split("\n");
  const column = (before.at(-1) as string).length + 1;
  problems.push({ line: before.length, column, received, expected, nearest: nearest(given, known) });
}
