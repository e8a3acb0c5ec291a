import { type Invocation, printJson } from "../command.ts";
import { readConditions } from "../conditions.ts";
import { rehearse } from "../rehearsal/rehearsal.ts";
import { checkEnvironment } from "../settings.ts";
import { keptLines, rehearsalIntro, secondsLine } from "../views/rehearsal.ts";
import { renderReport } from "../views/rehearsal-report.ts";

/** Rehearses one environment on a fresh embedded AWS, and says how long each stage took. */
export default async function rehearsal(invocation: Invocation): Promise<undefined> {
  const { io, screen, args, options } = invocation;
  const environment = args[0] ?? "";
  checkEnvironment(environment);
  const conditions = readConditions(options);
  screen.say(...rehearsalIntro(environment, conditions, screen.look));
  const result = await rehearse(invocation, conditions);
  if (options.json) printJson(io, { ...result });
  if (result.kept) screen.say(...keptLines(result.kept, screen.look));
  screen.say(
    ...renderReport(result.report, screen.look),
    "",
    `${screen.look.paint("green", "✓")} ${secondsLine(result.seconds)} (${result.calls} AWS calls)`,
  );
  if (!result.kept)
    screen.say(
      "",
      `Next: put your account into infra/envs/${environment}/terraform.tfvars (copy the example), then run infra plan ${environment}`,
    );
  return undefined;
}
