import { synthesize } from "../../../infra/synthesize.ts";
import { type Finding, findings } from "../../review/findings.ts";
import { deployedResources } from "../../review/picture/deployed.ts";
import { drawPicture, mermaidOf, pictureOf } from "../../review/picture/picture.ts";
import { withoutSensitive } from "../../review/report/sensitive.ts";
import { type ReviewedResource, reviewedResources } from "../../review/resources.ts";
import { exceptions } from "../../review/rules/exceptions.ts";
import { rules } from "../../review/rules/index.ts";
import { type Invocation, printJson } from "../command.ts";
import { type Deployment, ready, withDeployment } from "../deployment.ts";
import { type DiagramRequest, diagramRequest, writeDiagram } from "../diagramming.ts";
import { UserError } from "../errors.ts";
import { savedOrNewPlan } from "../planning/approved-plan.ts";
import { fullPlan } from "../planning/planning.ts";
import { screenFor } from "../screen.ts";
import { readSettings } from "../settings.ts";
import { diagramTitle, renderDrawn, sizeOf } from "../views/diagram.ts";

/** Draws what is planned, deployed or declared, as SVG or as Mermaid's text. */
export default async function diagram(invocation: Invocation): Promise<undefined> {
  const { io, args, options } = invocation;
  const environment = args[0] ?? "";
  const request = diagramRequest(invocation);
  const { format, theme, file } = request;
  // What is drawn stands alone on stdout.
  const screen = screenFor(io, options.json === true || file === undefined);
  const { resources, place, security } = await drawable(request, { ...invocation, screen });
  const picture = pictureOf(resources, diagramTitle(environment, request.from, place));
  const text =
    format === "svg" ? await drawPicture(picture, { theme, findings: security }) : mermaidOf(picture);
  if (file !== undefined) await writeDiagram(text, file, request.usualFile);
  const size = sizeOf(picture);
  if (options.json) {
    const { from } = request;
    printJson(io, {
      environment,
      from,
      format,
      ...(file === undefined ? { text } : { file }),
      ...size,
      picture,
    });
    return undefined;
  }
  if (file === undefined) io.stdout.write(text);
  else screen.say(renderDrawn(file, size, screen.look));
  return undefined;
}

interface Drawable {
  readonly resources: readonly ReviewedResource[];
  /** Where it is or will be; a declaration is nowhere. */
  readonly place?: string;
  readonly security: readonly Finding[];
}

async function drawable({ from }: DiagramRequest, invocation: Invocation): Promise<Drawable> {
  if (from === "declaration") return declared(invocation);
  return withDeployment(invocation, async (deployment) => {
    await ready(deployment, invocation);
    return from === "plan" ? planned(deployment, invocation) : deployed(deployment);
  });
}

/** Needs no account and no engine; as on the embedded AWS, the example stands in for a missing terraform.tfvars. */
async function declared({ io, project, args, options }: Invocation): Promise<Drawable> {
  const environment = args[0] ?? "";
  const overrides = options.var ?? [];
  const { settings } = await readSettings({ environment, target: "local", project, io, overrides });
  const { configuration, resources } = synthesize(environment, settings);
  return {
    resources: reviewedResources({ configuration, declared: resources }),
    security: findings(configuration, rules, exceptions).findings,
  };
}

/** The saved plan where one still fits, else a new one. */
async function planned(deployment: Deployment, invocation: Invocation): Promise<Drawable> {
  const { configuration, resources } = deployment.stack;
  const saved = await savedOrNewPlan(deployment, "apply", invocation);
  const plan = await fullPlan(deployment, saved);
  return {
    resources: withoutSensitive(reviewedResources({ configuration, declared: resources, plan }), plan),
    place: deployment.place,
    security: findings(configuration, rules, exceptions).findings,
  };
}

/** @throws UserError when nothing is deployed: an empty picture would say nothing */
async function deployed({
  environment,
  local,
  workspace,
  stack,
  settings,
  place,
}: Deployment): Promise<Drawable> {
  const entries = await workspace.stateResources();
  if (entries.length === 0)
    throw new UserError(
      `Nothing of ${environment} is deployed to ${place}: there is nothing to draw from its state.`,
      {
        next: [
          `Deploy it first: infra apply ${environment}${local ? " --local" : ""}`,
          `Or draw what would be there: infra diagram ${environment}${local ? " --local" : ""}`,
        ],
      },
    );
  const { region } = settings;
  const declared = reviewedResources({ configuration: stack.configuration, declared: stack.resources });
  return {
    resources: deployedResources(entries, { declared, region }),
    place,
    security: [],
  };
}
