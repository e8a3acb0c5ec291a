import { type Invocation, printJson } from "../command.ts";
import { withDeployment } from "../deployment.ts";
import { makeStateBucket } from "../local-state-bucket.ts";
import { step } from "../step.ts";
import { beside } from "../views/text.ts";

/** Makes the state bucket if it is missing, repairs it if it is ours, then `terraform init`. */
export default async function init(invocation: Invocation): Promise<undefined> {
  const { io, screen, options } = invocation;
  const { columns } = screen.look;
  await withDeployment(invocation, async (deployment) => {
    const { workspace, environment, local } = deployment;
    const bucket = await step(screen, "State bucket", () => makeStateBucket(deployment));
    const { skipped } = await step(screen, "terraform init", () => workspace.init());
    if (options.json) {
      printJson(io, { environment, stateBucket: bucket, init: skipped ? "unchanged" : "done" });
      return;
    }
    const did = bucket.created ? "made" : bucket.set.length > 0 ? "mended" : "as it should be";
    const mended = bucket.created ? [] : bucket.set.map((name) => `${name} (was: ${bucket.was[name]})`);
    screen.say(
      `  state      s3://${bucket.bucket}/${deployment.state.key}`,
      `  bucket     ${did}`,
      ...mended.map((one) => `             ${one}`),
      ...bucket.warnings.flatMap((one) => beside("  ! warning ", one, { width: 12, columns })),
      `  terraform  ${skipped ? "nothing to do, it was initialized already" : "initialized"}`,
      "",
      `Next: infra plan ${environment}${local ? " --local" : ""}`,
    );
  });
  return undefined;
}
