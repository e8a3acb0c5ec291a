import type { Command } from "../command.ts";
import { deployment } from "./entries/deployment.ts";
import { operations } from "./entries/operations.ts";
import { project } from "./entries/project.ts";
import { review } from "./entries/review.ts";

/** Every command, in the order in which help lists them. A new one is a file beside this one, and an entry in one of these four. */
export const commands: readonly Command[] = [...deployment, ...review, ...operations, ...project];
