import { about } from "../approximate.ts";
import type { Danger, Verdict } from "../dangers/danger.ts";
import type { Review } from "../review.ts";
import { type DangerGroup, dangerGroups } from "./danger-groups.ts";
import { foldedChanges } from "./markdown-changes.ts";
import { cell, code, cut, prose } from "./markdown-text.ts";
import { answersOf } from "./sections/verdict.ts";
import { labelOf, money, moneyDifference, plural, TASKS } from "./words.ts";

/** GitHub refuses comments over 65,536 characters; this leaves room for what a workflow puts around it. */
const LIMIT = 60_000;

const DANGERS_SHOWN = 8;
const COSTS_SHOWN = 5;
const FINDINGS_SHOWN = 6;

const SIGNS: Readonly<Record<Verdict["level"], string>> = {
  nothing: "⚪",
  safe: "✅",
  careful: "⚠️",
  dangerous: "🛑",
};

/** A review as a comment on a pull request: short enough to read, the whole of it folded, and never more than GitHub takes. */
export function renderMarkdown(review: Review): string {
  const { environment, place, mode, verdict, plannedAt, engine } = review;
  const head = [
    `### ${SIGNS[verdict.level]} ${mode === "destroy" ? "Removal" : "Plan"} of ${prose(environment)} on ${prose(place)}`,
    "",
    `**${prose(cut(verdict.sentence, SENTENCE_LENGTH))}**`,
    "",
    ...answersTable(review),
    ...dangerLines(review.dangers),
    ...findingLines(review),
    ...costLines(review),
    ...timeLines(review),
  ].join("\n");
  const foot = `\n<sub>Planned ${prose(plannedAt)} with ${prose(engine)}. Figures on cost and time are estimates. The page with all of it: ${code(`infra report ${environment}`)}, with the same options.</sub>\n`;
  const room = LIMIT - head.length - foot.length;
  const changes = foldedChanges(review, room);
  const picture = foldedPicture(review.mermaid, room - changes.length);
  return `${head}\n${changes}${picture}${foot}`;
}

function answersTable(review: Review): string[] {
  const answers = answersOf(review);
  return [
    "| | | |",
    "| :-- | :-- | :-- |",
    ...answers.map(
      ({ question, answer, details }) => `| ${question} | **${prose(answer)}** | ${prose(details)} |`,
    ),
    "",
  ];
}

function dangerLines(dangers: readonly Danger[]): string[] {
  const groups = dangerGroups(dangers);
  if (groups.length === 0) return [];
  const rest = groups.length - DANGERS_SHOWN;
  return [
    "#### What could hurt",
    "",
    ...groups.slice(0, DANGERS_SHOWN).flatMap(groupLines),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    "",
  ];
}

/** Statements of long policies say the rest on the page. */
const STATEMENT_LENGTH = 240;
const STATEMENTS_SHOWN = 3;
const FORCED_SHOWN = 5;
/** Names in a sentence may be of any length. */
const SENTENCE_LENGTH = 600;

function groupLines({ dangers: [first, ...others], following }: DangerGroup): string[] {
  if (!first) return [];
  const { address, what, advice, forcedBy, statements } = first;
  const names = others.slice(0, 2).map((one) => code(one.address));
  const more = others.length > 2 ? ` and ${others.length - 2} more` : "";
  const forced = forcedBy
    .slice(0, FORCED_SHOWN)
    .map(({ path }) => code(path))
    .join(", ");
  const sentences = [
    prose(cut(what, SENTENCE_LENGTH)),
    ...(forced ? [`Forced by ${forced}.`] : []),
    ...(advice[0] ? [prose(cut(advice[0], SENTENCE_LENGTH))] : []),
    ...(following.length > 0
      ? [`${plural(following.length, "thing follows", "things follow")} from it.`]
      : []),
  ];
  const rest = statements.length - STATEMENTS_SHOWN;
  return [
    `- **${labelOf(first)}** ${[code(address), ...names].join(", ")}${more}: ${sentences.join(" ")}`,
    ...statements
      .slice(0, STATEMENTS_SHOWN)
      .map(({ change, text }) => `  - ${change}: ${prose(cut(text, STATEMENT_LENGTH))}`),
    ...(rest > 0 ? [`  - and ${plural(rest, "more statement")}`] : []),
  ];
}

function findingLines({ security: { findings } }: Review): string[] {
  const open = findings.filter(({ verdict }) => verdict === "fail");
  if (open.length === 0) return [];
  const rest = open.length - FINDINGS_SHOWN;
  return [
    "#### Security findings",
    "",
    ...open
      .slice(0, FINDINGS_SHOWN)
      .map(
        ({ severity, address, title, fix }) =>
          `- **${severity}** ${code(address)} should be so: ${prose(title)}. ${prose(fix)}`,
      ),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    "",
  ];
}

function costLines({ costDifference: { before, after, lines } }: Review): string[] {
  if (lines.length === 0) return [];
  const rest = lines.slice(COSTS_SHOWN);
  const sum = (side: "before" | "after") => rest.reduce((total, line) => total + line[side], 0);
  const [was, is] = [sum("before"), sum("after")];
  return [
    `#### Cost: ${moneyDifference(after - before)} a month`,
    "",
    "| what | now | after | difference |",
    "| :-- | --: | --: | --: |",
    ...lines
      .slice(0, COSTS_SHOWN)
      .map(
        (one) =>
          `| ${prose(cut(one.what, 100))} ${cell(one.address, 60)} | ${money(one.before)} | ${money(one.after)} | ${moneyDifference(one.after - one.before)} |`,
      ),
    ...(rest.length > 0
      ? [
          `| ${plural(rest.length, "smaller one")} | ${money(was)} | ${money(is)} | ${moneyDifference(is - was)} |`,
        ]
      : []),
    `| the whole bill | ${money(before)} | ${money(after)} | **${moneyDifference(after - before)}** |`,
    "",
  ];
}

/** Links of the deciding chain that a reader wants to know of; seconds. */
const TELLING_SECONDS = 30;

function timeLines({ expected: { seconds, chain } }: Review): string[] {
  const links = chain.filter(({ start, end }) => end - start >= TELLING_SECONDS).slice(0, 6);
  if (seconds < 60 || links.length === 0) return [];
  const named = links.map(
    ({ action, address, start, end }) => `${TASKS[action]} ${code(address)} ${about(end - start)}`,
  );
  return [`About ${about(seconds)} on AWS, because of: ${named.join(", then ")}.`, ""];
}

function foldedPicture(mermaid: string, room: number): string {
  const text = `<details><summary>Picture</summary>\n\n\`\`\`mermaid\n${mermaid.trimEnd()}\n\`\`\`\n\n</details>\n`;
  // A fence in a label would end the block; labels have no reason to hold one.
  return text.length > room || mermaid.includes("```") ? "" : text;
}
