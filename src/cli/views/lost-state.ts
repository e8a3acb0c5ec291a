import type { LostState, StateLoss } from "../../operate/lost-state.ts";
import { printable } from "../../terraform/printable.ts";
import type { Deployment } from "../deployment.ts";
import { UserError } from "../errors.ts";
import { plural } from "./text.ts";

type Place = Pick<Deployment, "environment" | "state" | "local">;

/** A state that must be there and is not: what was there, and how to bring it back. */
export function lostStateError(place: Place, { loss, note, fitting }: LostState): UserError {
  const { environment, state, local } = place;
  const suffix = local ? " --local" : "";
  const header = fitting?.header;
  const restore = header
    ? [
        `The version of ${moment(fitting.at)} fits (serial ${header.serial}, ${plural(header.resources, "resource")}). Bring it back:`,
        `  infra state restore ${environment} ${fitting.versionId}${suffix}`,
        "All versions that are kept:",
      ]
    : ["No older version was found that fits. What is kept:"];
  const anew =
    loss.kind === "unreadable"
      ? []
      : [
          "To go on without it all the same, in a new state:",
          `  infra plan ${environment}${suffix} --allow-loss state`,
          `  infra apply ${environment}${suffix} --allow-loss state`,
        ];
  return new UserError(`The state of ${environment} is ${words[loss.kind]}. Nothing was changed.`, {
    problems: [
      {
        subject: "state",
        where: `s3://${state.bucket}/${state.key}`,
        received: received(loss),
        expected: note
          ? `the state of the last apply: serial ${note.serial}, ${plural(note.resources, "resource")}, by ${printable(note.by)}, ${moment(new Date(note.at))}`
          : "a state, as earlier versions of this object are",
        fix: "bring a version back; without its state, Terraform would make everything once more, beside what is there",
      },
    ],
    next: [...restore, `  infra state history ${environment}${suffix}`, ...anew],
  });
}

const words: Readonly<Record<StateLoss["kind"], string>> = {
  missing: "lost",
  empty: "lost",
  unreadable: "damaged",
  "other-lineage": "another one than that of the last apply",
  older: "older than that of the last apply",
};

function received(loss: StateLoss): string {
  switch (loss.kind) {
    case "missing":
      return "no object, though there was one";
    case "empty":
      return "an empty object";
    case "unreadable":
      return `${plural(loss.bytes, "byte")} that are no state: ${printable(loss.why)}`;
    case "other-lineage":
      return `a state of another lineage, ${printable(loss.lineage)}`;
    case "older":
      return `serial ${loss.serial}`;
  }
}

/** So many are named. */
const NAMED = 5;

/** Things with our tags where there never was a state. */
export function untrackedError({ environment, state, local }: Place, arns: readonly string[]): UserError {
  const suffix = local ? " --local" : "";
  const more = arns.length - NAMED;
  return new UserError(
    `There is no state of ${environment}, but ${plural(arns.length, "resource")} with its tags. Nothing was changed.`,
    {
      problems: [
        {
          subject: "state",
          where: `s3://${state.bucket}/${state.key}`,
          received: "nothing, and no older version",
          expected: `the state that knows ${arns.slice(0, NAMED).map(printable).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
          fix: "if the state is in a file or another bucket, bring it here; without it Terraform would make everything once more",
        },
      ],
      next: [
        "With a copy of the state:",
        `  infra state restore ${environment} <file>${suffix}`,
        "If what is there belongs to something else:",
        `  infra plan ${environment}${suffix} --allow-loss state`,
        `  infra apply ${environment}${suffix} --allow-loss state`,
      ],
    },
  );
}

/** Minutes are enough to know it again. */
const moment = (at: Date): string =>
  Number.isNaN(at.getTime())
    ? "an unknown time"
    : at
        .toISOString()
        .replace("T", " ")
        .replace(/:\d\d\.\d+Z$/, " UTC");
