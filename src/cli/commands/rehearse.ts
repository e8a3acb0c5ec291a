import { type Invocation, printJson } from "../command.ts";
import { rehearse } from "../rehearsal.ts";
import { checkEnvironment } from "../settings.ts";
import { keptLines, rehearsalIntro, secondsLine } from "../views/rehearsal.ts";

/** Rehearses one environment on a fresh embedded AWS, and says how long each stage took. */
export default async function rehearsal(invocation: Invocation): Promise<undefined> {
  const { io, screen, args, options } = invocation;
  const environment = args[0] ?? "";
  checkEnvironment(environment);
  screen.say(...rehearsalIntro(environment, screen.look));
  const result = await rehearse(invocation);
  if (options.json) printJson(io, { ...result });
  if (result.kept) screen.say(...keptLines(result.kept, screen.look));
  const { seconds, calls } = result;
  screen.say("", `${screen.look.paint("green", "✓")} ${secondsLine(seconds)} (${calls} AWS calls)`);
  if (!result.kept)
    screen.say(
      "",
      `Next: put your account into infra/envs/${environment}/terraform.tfvars (copy the example), then run infra plan ${environment}`,
    );
  return undefined;
}
