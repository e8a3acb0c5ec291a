import { printable } from "../../terraform/printable.ts";
import { type Invocation, printJson } from "../command.ts";
import { type Deployment, ready, withDeployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { screenFor } from "../screen.ts";
import { plainValue, renderOutputs } from "../views/outputs.ts";

/** Prints the outputs of what is deployed: all of them, one value alone, or all as data. */
export default async function output(invocation: Invocation): Promise<undefined> {
  const { io, screen, args, options } = invocation;
  // A script reads stdout: there is only what it asked for.
  const aside = { ...invocation, screen: screenFor(io, true) };
  const [, name] = args;
  await withDeployment(aside, async (deployment) => {
    await ready(deployment, aside);
    const outputs = await deployment.workspace.output();
    if (name !== undefined && !(name in outputs)) throw unknownOutput(name, Object.keys(outputs), deployment);
    const one = name === undefined ? undefined : outputs[name];
    if (options.json)
      printJson(io, {
        environment: deployment.environment,
        outputs: name && one ? { [name]: one } : outputs,
      });
    else if (one) {
      const text = plainValue(one.value);
      // A script gets every character of it, a terminal none that it would obey.
      io.stdout.write(`${io.stdout.isTTY ? printable(text) : text}\n`);
    } else screen.say(...renderOutputs(outputs, screen.look));
  });
  return undefined;
}

function unknownOutput(
  name: string,
  known: readonly string[],
  { environment, local }: Deployment,
): UserError {
  const meant = nearest(name, known);
  return new UserError(`There is no output "${name}".`, {
    problems: [
      {
        subject: "name",
        received: name,
        expected: known.length > 0 ? `one of ${known.join(", ")}` : "outputs exist only after an apply",
        fix: meant
          ? `did you mean "${meant}"?`
          : known.length > 0
            ? "pick one of these"
            : `run: infra apply ${environment}${local ? " --local" : ""}`,
      },
    ],
  });
}
