import { LimitExceededException } from "@aws-sdk/client-ecr";
import { exception } from "../../errors.ts";

export function limitExceeded(): LimitExceededException {
  return exception(
    LimitExceededException,
    "The operation did not succeed because it would have exceeded a service limit for your account.",
  );
}
