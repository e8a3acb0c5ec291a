/** One thing that is wrong with what the user gave. */
export interface Problem {
  /** What it is about: `vpc_cidr`, `ENV`, `--var`. */
  readonly subject: string;
  /** Where it was given, e.g. `infra/envs/dev/terraform.tfvars:4`. */
  readonly where?: string;
  readonly received?: string;
  readonly expected?: string;
  readonly fix?: string;
}

/** The user's error: exit code 1, no stack. Carries every problem at once. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly problems: readonly Problem[];
  /** What to do now, one line each. */
  readonly next: readonly string[];

  constructor(message: string, options: { problems?: readonly Problem[]; next?: readonly string[] } = {}) {
    super(message);
    this.problems = options.problems ?? [];
    this.next = options.next ?? [];
  }
}

/** Something the tool itself promises did not hold (a second plan that still finds changes): exit code 2, no stack. */
export class PromiseBroken extends Error {
  override readonly name: string = "PromiseBroken";
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}

/** At the end of a rehearsal, Terraform and AWS do not know of the same things: exit code 1, no stack. */
export class Disagreement extends PromiseBroken {
  override readonly name = "Disagreement";
}

/** The person said no, or pressed Ctrl-C before anything was done: exit code 1, one quiet line. */
export class Declined extends Error {
  override readonly name = "Declined";
}
