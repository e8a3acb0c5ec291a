import type { Environment } from "../../environment.ts";
import { RetailForecast } from "../../main.ts";
import type { Settings } from "../../variables.ts";
import { backend } from "./backend.ts";
import { outs } from "./outs.ts";
import { defaults } from "./variables.ts";

/** What others rely on: NAT in every zone, a year of logs, exact permissions, no deletion. What only prod has is declared here, after `super`. */
class Prod extends RetailForecast {
  constructor(settings: Settings) {
    super(settings, { backend: backend(settings), outputs: outs });
  }
}

export const prod: Environment = {
  name: "prod",
  description: "What others rely on: NAT in every zone, a year of logs, exact permissions, no deletion.",
  defaults,
  backend,
  outs,
  declare: (settings) => new Prod(settings),
};
