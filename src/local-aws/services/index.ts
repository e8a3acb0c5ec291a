import type { Service } from "../service.ts";
import { ec2 } from "./ec2/ec2.ts";
import { iam } from "./iam/iam.ts";
import { s3 } from "./s3/s3.ts";
import { sts } from "./sts/sts.ts";

/** Every service of the embedded AWS: a new one is one line here. */
export const services: readonly Service[] = [ec2, iam, s3, sts];
