import { DryRunOperationException } from "@aws-sdk/client-kms";
import { exception } from "../../errors.ts";

/** A dry run ends here, where everything that could be refused was not. @throws DryRunOperationException */
export function refuseDryRun({ DryRun }: { readonly DryRun?: boolean }): void {
  if (DryRun)
    throw exception(
      DryRunOperationException,
      "The request would have succeeded, but the DryRun option is set.",
    );
}
