import type { Sandbox } from "./sandbox.ts";

/**
 * Something that goes wrong, as a row of `docs/reliability.md`: what happens, what the user sees, what they type, and the run that shows it.
 *
 * @example
 * export const staleLock: Scenario = {
 *   id: "stale-lock",
 *   title: "a lock of a dead process",
 *   happens: "The machine dies during an apply; its lock stays.",
 *   sees: "who held the lock, since when, and that it is dead",
 *   types: "`infra apply dev`",
 *   from: "deployed",
 *   ends: "deployed",
 *   async run(sandbox) {
 *     const running = sandbox.start("apply", "dev", "--local", "--yes");
 *     …
 *     sandbox.expect((await sandbox.run("apply", "dev", "--local", "--yes")).code === 0, "the next apply goes through");
 *   },
 * };
 */
export interface Scenario {
  /** Names the row in the table: kebab-case, unique. */
  readonly id: string;
  readonly title: string;
  /** The row's cells, in Markdown: what goes wrong, what the user then sees, what they type. */
  readonly happens: string;
  readonly sees: string;
  readonly types: string;
  /** How often it is run, each time at another moment. @default 1 */
  readonly moments?: number;
  /** An empty embedded AWS, or a copy of a deployed dev with an object in its data bucket. */
  readonly from: "nothing" | "deployed";
  /** What must be there in the end, which every scenario is checked for: dev with nothing to change, or nothing at all. */
  readonly ends: "deployed" | "nothing";
  /** Kinds of data holders that this scenario is allowed to lose, since it deletes them on purpose. @default false */
  readonly losesData?: boolean;
  /**
   * Lets it happen, and types what the user types. Ends when the user would be content; whether all is well then is checked for every scenario alike.
   * @returns a note on the run
   * @throws Error that says what was not as promised
   */
  run(sandbox: Sandbox, moment: number): Promise<string | undefined>;
}

/** How a run of a scenario ended. */
export interface Outcome {
  readonly id: string;
  readonly moment: number;
  readonly seed: number;
  /** What was not as promised, a line each; nothing when it survived. */
  readonly problems: readonly string[];
  /** What the state holds or held, and is gone. */
  readonly lost: readonly string[];
  /** What exists and the state does not know, and what exists twice. */
  readonly duplicated: readonly string[];
  readonly note: string;
  readonly seconds: number;
}

export const survived = ({ problems, lost, duplicated }: Outcome): boolean =>
  problems.length + lost.length + duplicated.length === 0;
