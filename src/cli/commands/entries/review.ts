import type { Command } from "../../command.ts";
import { ENV, JSON_OUT, LOCAL, USAGE, VAR } from "../options.ts";

/** What whoever approves looks at. */
export const review: readonly Command[] = [
  {
    name: "cost",
    summary: "what a month costs, by module and resource, and how to pay less",
    description:
      "Prices what the settings declare, with the use that infra/envs/<env>/usage.tfvars assumes (network traffic, logs, stored data, requests). Every figure shows its price, source and date; what has no price is listed. Needs no account: prices are public data in this project, or with --refresh what AWS's price list answers.",
    arguments: [ENV],
    options: [
      VAR,
      USAGE,
      {
        flags: "--by <grouping>",
        description: "module, service or resource: what lines are added up by (default: module)",
      },
      {
        flags: "--refresh",
        description: "ask AWS's price list for today's prices and keep them (needs credentials)",
      },
      JSON_OUT,
    ],
    examples: [
      ["infra cost dev", "what dev costs"],
      ["infra cost prod --var nat_gateways=single", "what if"],
      ["infra cost prod --usage nat_gb=2000 --by resource", "with another use, line by line"],
    ],
    load: () => import("../cost.ts"),
  },
  {
    name: "diagram",
    summary: "the picture: network, cluster, stores, roles, and who reaches what",
    description:
      "Draws what a plan would make, with its changes in colour, or what the state says is there, or what the settings declare (which needs no account). Writes SVG that suits light and dark pages, or Mermaid text for a README.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      {
        flags: "--from <source>",
        description: "plan, state or declaration (default: plan)",
      },
      { flags: "--format <format>", description: "svg or mermaid (default: svg)" },
      {
        flags: "-o, --output <file>",
        description: "where to write it, - for stdout (default: diagram-<env>.svg, Mermaid to stdout)",
      },
      { flags: "--theme <theme>", description: "auto, light or dark (default: auto)" },
      JSON_OUT,
    ],
    examples: [
      ["infra diagram dev --local", "what a plan on the embedded AWS would make"],
      ["infra diagram prod --from state", "what is there"],
      ["infra diagram dev --from declaration --format mermaid", "for a README, without an account"],
    ],
    load: () => import("../diagram.ts"),
  },
  {
    name: "report",
    summary: "one page for whoever approves: changes, dangers, cost, time, picture, security",
    description:
      "Plans (or takes the saved plan), and writes everything there is to say about it as one self-contained HTML file that needs no network, or as Markdown that is short enough for a comment on a pull request.",
    arguments: [ENV],
    options: [
      LOCAL,
      VAR,
      { flags: "--destroy", description: "report on the removal of everything" },
      USAGE,
      { flags: "--format <format>", description: "html or markdown (default: html)" },
      {
        flags: "-o, --output <file>",
        description: "where to write it, - for stdout (default: report-<env>.html, Markdown to stdout)",
      },
      JSON_OUT,
    ],
    examples: [
      ["infra report dev --local", "the page, on the embedded AWS"],
      ["infra report prod --format markdown", "for a comment on a pull request"],
    ],
    load: () => import("../report.ts"),
  },
];
