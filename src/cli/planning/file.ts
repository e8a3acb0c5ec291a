import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { Invocation } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { type Problem, UserError } from "../errors.ts";
import { nextCommand } from "../next-command.ts";
import { writingAdvice } from "../unwritable.ts";
import { noteLines } from "../views/text.ts";
import { FORMAT, keepPlan, planFileName, type SavedPlan } from "./saved-plan.ts";

/** What such a file says of itself, so that another one is not taken for it. */
const KIND = "infra plan";

/** A plan in one file, to be handed on: from the job that plans to the one that applies. */
const planFileSchema = z.object({
  kind: z.literal(KIND),
  formatVersion: z.literal(FORMAT),
  environment: z.string(),
  target: z.enum(["aws", "local"]),
  account: z.string(),
  /** What the plan was made of, and what it says. */
  record: z.looseObject({ formatVersion: z.literal(FORMAT), mode: z.literal("apply") }),
  /** The engine's own plan, in base64. */
  plan: z.string(),
});

/** Writes a saved plan with all that `apply --plan` needs into one file that only its owner may read. */
export async function handOnPlan(
  file: string,
  { environment, target, settings }: Deployment,
  plan: SavedPlan,
  { screen }: Invocation,
): Promise<void> {
  const content: z.input<typeof planFileSchema> = {
    kind: KIND,
    formatVersion: FORMAT,
    environment,
    target,
    account: settings.account_id,
    record: { ...plan, mode: "apply" },
    plan: (await readFile(plan.planFile)).toString("base64"),
  };
  await writeFile(resolve(file), `${JSON.stringify(content)}\n`, { mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UserError(`The plan could not be written to ${file}.`, {
        problems: [
          {
            subject: "--out",
            received: file,
            expected: "a file in a folder that exists and may be written to",
            fix: writingAdvice(error),
          },
        ],
      });
    },
  );
  const warning = `${file} holds the whole plan, values that are kept secret elsewhere too: hand it on like a password.`;
  screen.say(...noteLines(warning, screen.look));
}

/** Makes the plan of such a file the saved one. Whether it still fits is looked at as with any other. @throws UserError with everything that is wrong with it */
export async function takePlan(file: string, deployment: Deployment, { options }: Invocation): Promise<void> {
  const { environment, target, settings, directory } = deployment;
  const { var: overrides } = options;
  const make = nextCommand("plan", deployment, { overrides, flags: ["--out", file] });
  const refused = (problems: readonly Omit<Problem, "subject" | "fix">[]) =>
    new UserError("This plan cannot be applied here. Nothing was changed.", {
      problems: problems.map((one) => ({ subject: "--plan", where: file, fix: `make one: ${make}`, ...one })),
    });
  const text = await readFile(resolve(file), "utf8").catch((error: NodeJS.ErrnoException) => {
    const received = error.code === "ENOENT" ? "a file that is not there" : error.message;
    throw refused([{ received, expected: "a file that `infra plan --out` wrote" }]);
  });
  const { data: content } = planFileSchema.safeParse(json(text));
  if (!content)
    throw refused([
      {
        received: "something else, or of another version of this tool",
        expected: "a file that `infra plan --out` wrote",
      },
    ]);
  const wrong = [
    { what: "environment", received: content.environment, expected: environment },
    { what: "target", received: content.target, expected: target },
    { what: "account", received: content.account, expected: settings.account_id },
  ].filter(({ received, expected }) => received !== expected);
  if (wrong.length > 0)
    throw refused(
      wrong.map(({ what, received, expected }) => ({
        received: `a plan for the ${what} ${received}`,
        expected: `one for ${expected}`,
      })),
    );
  await writeFile(join(directory, planFileName("apply")), Buffer.from(content.plan, "base64"), {
    mode: 0o600,
  });
  await keepPlan(deployment, content.record as unknown as SavedPlan);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
