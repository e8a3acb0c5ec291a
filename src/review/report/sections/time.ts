import { about, between } from "../../approximate.ts";
import type { Task } from "../../duration.ts";
import type { Review } from "../../review.ts";
import { type Html, html } from "../html.ts";
import { plural, TASKS } from "../words.ts";
import { section, table } from "./section.ts";

/** Bars that a reader takes in; the rest is quick. */
const SHOWN = 24;

/** Tasks that take less are no part of the story; seconds. */
const TELLING_SECONDS = 5;

/** When what happens, as bars over the time of the apply: the chain that decides it, and the longest beside it. */
export function timeSection({ expected }: Review): Html {
  const { seconds, low, high, chain, tasks } = expected;
  if (tasks.length === 0)
    return section("time", "How long it takes", html`<p class="lead">No time: there is nothing to do.</p>`);
  const shown = telling(tasks, chain);
  const deciding = new Set(chain.map(({ address }) => address));
  const rest = tasks.length - shown.length;
  return section(
    "time",
    "How long it takes",
    html`<p class="lead">On AWS about <strong>${about(seconds)}</strong> (${between(low, high)}). The marked bars decide it: each waits for the one before.</p>`,
    table(
      "When what happens",
      "gantt",
      ["What", "From the start of the apply", "Takes"],
      shown.map((task) => bar(task, { end: Math.max(seconds, 1), deciding: deciding.has(task.address) })),
    ),
    rest > 0 && html`<p class="muted">And ${plural(rest, "quicker one")} beside these.</p>`,
  );
}

function telling(tasks: readonly Task[], chain: readonly Task[]): Task[] {
  const length = ({ start, end }: Task) => end - start;
  const deciding = new Set(chain.map(({ address }) => address));
  const worth = [...tasks]
    .filter((task) => length(task) >= TELLING_SECONDS)
    .sort(
      (a, b) => Number(deciding.has(b.address)) - Number(deciding.has(a.address)) || length(b) - length(a),
    )
    .slice(0, SHOWN);
  const chosen = new Set(
    worth.length > 0 ? worth : [...tasks].sort((a, b) => length(b) - length(a)).slice(0, 5),
  );
  return tasks.filter((task) => chosen.has(task));
}

function bar(task: Task, { end, deciding }: { end: number; deciding: boolean }): Html {
  const percent = (value: number) => ((value / end) * 100).toFixed(2);
  const { address, action, start } = task;
  return html`<tr class="${deciding && "deciding"}"><th scope="row">${deciding && html`<span class="mark" title="decides the time">▸<span class="hidden"> decides the time: </span></span>`}${TASKS[action]} <code class="address">${address}</code></th>
<td class="track"><span class="bar ${action}" style="left:${percent(start)}%;width:${percent(task.end - start)}%"></span><span class="hidden">after ${about(start)}</span></td>
<td class="number">${about(task.end - start)}</td></tr>
`;
}
