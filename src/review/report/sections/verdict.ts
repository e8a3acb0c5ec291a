import { about, between } from "../../approximate.ts";
import { type Danger, type DangerKind, levelOf, type Verdict } from "../../dangers/danger.ts";
import type { Review } from "../../review.ts";
import { type Html, html } from "../html.ts";
import {
  ACTION_ORDER,
  ACTIONS,
  DANGER_ORDER,
  matters,
  money,
  moneyDifference,
  plural,
  SIGNS,
} from "../words.ts";

const SIGNS_OF_LEVELS: Readonly<Record<Verdict["level"], string>> = {
  nothing: "=",
  safe: "✓",
  careful: "!",
  dangerous: "✗",
};

/** What it all comes down to, and the five answers at a glance. */
export function verdictSection(review: Review): Html {
  const { level, sentence } = review.verdict;
  const [, word = "", rest = sentence] = /^([^:.]{1,40}:)(.*)$/s.exec(sentence) ?? [];
  return html`<section id="verdict" class="verdict ${level}" aria-labelledby="verdict-title">
<h2 id="verdict-title"><span class="stamp" aria-hidden="true">${SIGNS_OF_LEVELS[level]}</span><span><strong class="tone">${word}</strong>${rest}</span></h2>
<ul class="answers">
${answersOf(review).map(
  ({ id, question, answer, details }) => html`<li><a href="#${id}">
<span class="question">${question}</span>
<strong>${answer}</strong>
<span class="detail">${details}</span></a></li>
`,
)}</ul>
</section>
`;
}

/** A question that whoever approves has, with its answer in a few words. */
export interface Answer {
  /** Of the section that says more. */
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  readonly details: string;
}

/** What changes, what could hurt, what it costs, how long it takes, whether it is secure. */
export function answersOf(review: Review): readonly Answer[] {
  return [changes(review), dangers(review), cost(review), time(review), security(review)];
}

function changes({ summary: { counts, changes: any, outputs } }: Review): Answer {
  const kinds = ACTION_ORDER.filter((action) => action !== "move" && counts[action] > 0);
  const total = kinds.reduce((sum, action) => sum + (action === "move" ? 0 : counts[action]), 0);
  const signs = kinds.map((action) => `${SIGNS[action]}${action === "move" ? "" : counts[action]}`);
  const only =
    kinds.length === 1 && kinds[0] ? `${plural(total, "resource")} ${ACTIONS[kinds[0]]}` : undefined;
  const none = any ? (outputs.length > 0 ? "only outputs" : "only addresses") : "nothing";
  return {
    id: "changes",
    question: "What changes",
    answer: total === 0 ? none : (only ?? plural(total, "resource")),
    details:
      only || total === 0
        ? `${counts.noop} stay as they are`
        : `${signs.join(" ")}, ${counts.noop} stay as they are`,
  };
}

const COUNTED: Readonly<Record<DangerKind, readonly [one: string, many: string]>> = {
  "data-loss": ["loses data", "lose data"],
  destroy: ["is destroyed", "are destroyed"],
  replace: ["is replaced", "are replaced"],
  interruption: ["interrupts", "interrupt"],
  access: ["opens access", "open access"],
  change: ["to know of", "to know of"],
  cosmetic: ["", ""],
};

function dangers({ dangers }: Review): Answer {
  // A policy that allows what it did, once its values are known, hurts nobody.
  const grave = dangers.filter((one) => matters(one) && !(one.kind === "access" && levelOf(one) === "safe"));
  const counted = (found: readonly Danger[], words: readonly [one: string, many: string]) =>
    found.length > 0 ? [`${found.length} ${words[found.length === 1 ? 0 : 1]}`] : [];
  const taken = grave.filter(({ kind, opens }) => kind === "access" && opens === false);
  const kinds = [
    ...DANGER_ORDER.flatMap((kind) =>
      counted(
        grave.filter((one) => one.kind === kind && !taken.includes(one)),
        COUNTED[kind],
      ),
    ),
    ...counted(taken, ["takes rights away", "take rights away"]),
  ];
  return {
    id: "dangers",
    question: "What could hurt",
    answer: kinds[0] ?? "nothing",
    details: kinds.slice(1).join(", ") || (kinds[0] ? "nothing else" : "nothing that exists is harmed"),
  };
}

function cost({ cost, costDifference: { before, after } }: Review): Answer {
  const rest = plural(cost.notPriced.length, "thing");
  return {
    id: "cost",
    question: "What it costs",
    answer: after === 0 ? "nothing" : `about ${money(after)}`,
    details: `a month, ${moneyDifference(after - before)} by this plan${cost.notPriced.length > 0 ? `, ${rest} not priced` : ""}`,
  };
}

function time({ expected: { seconds, low, high } }: Review): Answer {
  return {
    id: "time",
    question: "How long it takes",
    answer: seconds === 0 ? "no time" : `about ${about(seconds)}`,
    details: seconds === 0 ? "nothing to wait for" : `${between(low, high)} on AWS`,
  };
}

function security({ security: { checked, findings } }: Review): Answer {
  const count = (verdict: string) => findings.filter((one) => one.verdict === verdict).length;
  const [failed, unknown, accepted] = [count("fail"), count("unknown"), count("accepted")];
  const more = [
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
  ];
  return {
    id: "security",
    question: "Is it secure",
    answer: failed === 0 ? "nothing found" : plural(failed, "finding"),
    details: [plural(checked, "check"), ...more].join(", "),
  };
}
