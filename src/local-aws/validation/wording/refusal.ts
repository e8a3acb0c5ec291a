import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../../errors.ts";
import type { Service } from "../../service.ts";
import type { Problem } from "../problem.ts";
import { coralMessage } from "./coral.ts";
import { ec2Refusal } from "./ec2.ts";
import { ecrRefusal } from "./ecr.ts";
import { eksRefusal } from "./eks.ts";
import { iamRefusal } from "./iam.ts";
import { s3Refusal } from "./s3.ts";

type Problems = readonly [Problem, ...Problem[]];

/** Services that have words of their own for what breaks a rule. */
const own: Readonly<Record<string, (problems: Problems, input: NormalizedSchema) => ServiceError>> = {
  ec2: ec2Refusal,
  ecr: ecrRefusal,
  eks: eksRefusal,
  iam: iamRefusal,
  logs: (problems) => new ServiceError("InvalidParameterException", coralMessage(problems)),
  s3: s3Refusal,
};

/** One error for all that is wrong with an input, as the service says it. */
export function refusal(service: Service, input: NormalizedSchema, problems: Problems): ServiceError {
  const { code, status } = service.errors.invalid;
  return (
    own[service.signingName]?.(problems, input) ?? new ServiceError(code, coralMessage(problems), status)
  );
}
