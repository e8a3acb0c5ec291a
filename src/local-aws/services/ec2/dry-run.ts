import { ServiceError } from "../../errors.ts";
import type { Operation } from "../../operation.ts";

/** EC2's dry run: with `DryRun` nothing is done, and the answer says that it would have been. */
export function withDryRun(operation: Operation): Operation {
  return {
    ...operation,
    handle: (input: { readonly DryRun?: boolean }, ctx) => {
      if (input.DryRun)
        throw new ServiceError(
          "DryRunOperation",
          "Request would have succeeded, but DryRun flag is set.",
          412,
        );
      return operation.handle(input, ctx);
    },
  };
}
