import type { Environment } from "../../environment.ts";
import { RetailForecast } from "../../main.ts";
import type { Settings } from "../../variables.ts";
import { backend } from "./backend.ts";
import { outs } from "./outs.ts";
import { defaults } from "./variables.ts";

/** The cheapest whole: one NAT gateway, spot nodes beside two small ones, everything deletable. What only dev has is declared here, after `super`. */
class Dev extends RetailForecast {
  constructor(settings: Settings) {
    super(settings, { backend: backend(settings), outputs: outs });
  }
}

export const dev: Environment = {
  name: "dev",
  description: "The cheapest whole: one NAT gateway, spot nodes beside two small ones, everything deletable.",
  defaults,
  backend,
  outs,
  declare: (settings) => new Dev(settings),
};
