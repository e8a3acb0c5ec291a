import type { Environment } from "../../environment.ts";
import { RetailForecast } from "../../main.ts";
import type { Settings } from "../../variables.ts";
import { backend } from "./backend.ts";
import { outs } from "./outs.ts";
import { defaults } from "./variables.ts";

/** The rehearsal of production: its shape at dev's size, kept from deletion. What only staging has is declared here, after `super`. */
class Staging extends RetailForecast {
  constructor(settings: Settings) {
    super(settings, { backend: backend(settings), outputs: outs });
  }
}

export const staging: Environment = {
  name: "staging",
  description: "The rehearsal of production: its shape at dev's size, kept from deletion.",
  defaults,
  backend,
  outs,
  declare: (settings) => new Staging(settings),
};
