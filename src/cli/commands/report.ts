import type { Review } from "../../review/review.ts";
import { type Invocation, printJson } from "../command.ts";
import { type Deployment, ready, withDeployment } from "../deployment.ts";
import { savedOrNewPlan } from "../planning/approved-plan.ts";
import { forgetPlan } from "../planning/saved-plan.ts";
import { reportRequest, writeReport } from "../reporting.ts";
import { makeReview } from "../reviewing.ts";
import { screenFor } from "../screen.ts";
import { renderWritten } from "../views/report.ts";

/** Writes everything there is to say about a plan as one page, or as a comment; ends with the verdict. */
export default async function report(invocation: Invocation): Promise<undefined> {
  const { io, options } = invocation;
  const request = reportRequest(invocation);
  // Whatever is written to stdout stands there alone.
  const aside = request.toStdout ? { ...invocation, screen: screenFor(io, true) } : invocation;
  await withDeployment(aside, async (deployment) => {
    await ready(deployment, aside);
    const review = await reviewed(deployment, aside);
    const file = await writeReport(review, request, aside);
    if (options.json) {
      const { picture: _, ...rest } = review;
      printJson(io, { ...rest, ...(file ? { file } : {}) });
    } else aside.screen.say(...renderWritten(review, file, aside.screen.look));
  });
  return undefined;
}

/** The saved plan where one still fits, else a new one. The plan of a removal is not kept: `destroy` makes its own. */
async function reviewed(deployment: Deployment, invocation: Invocation): Promise<Review> {
  const mode = invocation.options.destroy ? "destroy" : "apply";
  const saved = await savedOrNewPlan(deployment, mode, invocation);
  const review = await makeReview(deployment, saved, invocation);
  if (mode === "destroy") await forgetPlan(deployment, mode);
  return review;
}
