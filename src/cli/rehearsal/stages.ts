import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { Declined } from "../errors.ts";
import { mend } from "../mending.ts";
import { persist } from "../persist.ts";
import { stageHeading } from "../views/rehearsal.ts";
import { wrap } from "../views/text.ts";

/** The stages of a rehearsal on screen: headings, seconds, what is done, and what had to be tried again. */
export class RehearsalStages {
  /** Of each stage, in order. */
  readonly seconds: Record<string, number> = {};
  /** How often what has no plan of its own was tried. */
  readonly attempts: Record<string, number> = {};
  readonly #screen: Invocation["screen"];
  readonly #limit: number;
  #interrupted = false;

  /** `limit` says how often something is tried: once on a day without faults. */
  constructor({ screen }: Pick<Invocation, "screen">, limit: number) {
    this.#screen = screen;
    this.#limit = limit;
  }

  /** No further stage begins. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /** Heading, work, seconds; an interrupt in between ends the rehearsal. */
  async stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.#interrupted)
      throw new Declined("Stopped. The embedded AWS of this rehearsal is gone, and all it held.");
    this.#screen.say(...stageHeading(name, this.#screen.look));
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.seconds[name] = Math.round(performance.now() - began) / 1000;
    }
  }

  /** On a bad day, tries again what failed, after mending what can be mended. */
  retried<T>(what: string, deployment: Deployment, work: () => Promise<T>): Promise<T> {
    const tried = (attempt: number) => {
      this.attempts[what] = attempt;
      return work();
    };
    return persist(tried, {
      limit: this.#limit,
      onFailure: async ({ error, attempt, lines }) => {
        if (this.#limit === 1) return "";
        for (const line of [...lines, ...(await mend(deployment, error))]) this.#line("yellow", "!", line);
        return String(attempt);
      },
    });
  }

  done(text: string): void {
    this.#line("green", "✓", text);
  }

  #line(colour: "green" | "yellow", mark: string, text: string): void {
    const { paint, columns } = this.#screen.look;
    const lines = wrap(text, columns - 5);
    this.#screen.say(...lines.map((line, index) => `  ${index === 0 ? paint(colour, mark) : " "} ${line}`));
  }
}
