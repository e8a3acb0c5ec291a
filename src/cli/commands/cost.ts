import { synthesize } from "../../../infra/synthesize.ts";
import { estimateCost } from "../../review/cost/estimate.ts";
import { type Invocation, printJson } from "../command.ts";
import { costInputsOf } from "../costing.ts";
import { UserError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { readSettings } from "../settings.ts";
import { step } from "../step.ts";
import { readUsage } from "../usage.ts";
import { GROUPINGS, type Grouping, renderCost } from "../views/cost.ts";
import { renderRefreshed } from "../views/cost-sources.ts";
import { wrap } from "../views/text.ts";

/** Prices what the settings declare: no account, no engine, no network, unless prices are to be refreshed. */
export default async function cost(invocation: Invocation): Promise<undefined> {
  const { io, screen, project, args, options } = invocation;
  const environment = args[0] ?? "";
  const by = groupingOf(options.by);
  // As on the embedded AWS, the example stands in for a terraform.tfvars that is not there yet.
  const request = { environment, target: "local" as const, project, io, overrides: options.var ?? [] };
  const { settings, warnings } = await readSettings(request);
  const { file: usageFile } = await readUsage({ environment, project, overrides: options.usage });
  const stack = synthesize(environment, settings);
  let inputs = await costInputsOf(invocation, { environment, stack });
  const refreshed = options.refresh ? await refresh() : undefined;
  const estimate = estimateCost(inputs);
  if (options.json) {
    printJson(io, { environment, region: settings.region, usageFile, ...estimate, refreshed });
    return undefined;
  }
  for (const warning of warnings.filter(aboutMoney))
    screen.say(
      ...wrap(warning, screen.look.columns - 4).map((line) => `  ${screen.look.paint("dim", line)}`),
    );
  const heading = { environment, region: settings.region, usageFile, today: inputs.date };
  if (refreshed) screen.say(...renderRefreshed(refreshed, screen.look));
  screen.say("", ...renderCost(estimate, heading, by, screen.look));
  return undefined;

  async function refresh() {
    const { refreshNeededPrices } = await import("../price-refresh.ts");
    const answered = await step(screen, "Asking AWS for prices", () =>
      refreshNeededPrices(inputs, invocation),
    );
    inputs = await costInputsOf(invocation, { environment, stack });
    return answered;
  }
}

/** What else the settings are warned of has no place here. */
function aboutMoney(warning: string): boolean {
  return !/^[a-z_]+: /.test(warning) || warning.startsWith("eks_cluster_version: ");
}

/** @throws UserError for a grouping that there is not */
function groupingOf(given: string | undefined): Grouping {
  const found = GROUPINGS.find((one) => one === (given ?? "module"));
  if (found) return found;
  const meant = nearest(given ?? "", GROUPINGS);
  throw new UserError("Lines cannot be added up by that.", {
    problems: [
      {
        subject: "--by",
        received: given,
        expected: GROUPINGS.join(", "),
        fix: meant ? `Did you mean "${meant}"?` : "Leave it out: lines are added up by module.",
      },
    ],
  });
}
