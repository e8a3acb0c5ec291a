import type { Service } from "../service.ts";
import { iam } from "./iam/iam.ts";
import { sts } from "./sts/sts.ts";

/** Every service of the embedded AWS: a new one is one line here. */
export const services: readonly Service[] = [iam, sts];
