import type { RetailForecast } from "./main.ts";
import type { OutputName } from "./outputs.ts";
import type { StateBackend } from "./state-backend.ts";
import type { Settings, SettingsDefaults } from "./variables.ts";

/** An environment: a folder under `envs/` with what it presets, where its state is, what it declares and what it gives out. */
export interface Environment {
  /** Its folder's name. */
  readonly name: string;
  /** What it is for, in one sentence. */
  readonly description: string;
  /** Its presets, which terraform.tfvars may override. */
  readonly defaults: SettingsDefaults;
  readonly backend: (settings: Settings) => StateBackend;
  readonly declare: (settings: Settings) => RetailForecast;
  /** The outputs that it gives out, in this order. */
  readonly outs: readonly OutputName[];
}
