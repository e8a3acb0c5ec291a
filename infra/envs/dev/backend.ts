import { type StateBackend, stateBackend } from "../../state-backend.ts";
import type { Settings } from "../../variables.ts";

/** The state of dev: `dev/terraform.tfstate` in the account's state bucket. */
export function backend(settings: Settings): StateBackend {
  return stateBackend("dev", settings);
}
