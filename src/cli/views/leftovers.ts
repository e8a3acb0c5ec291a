import type { Inventory, Remaining } from "../../operate/leftovers/inventory.ts";
import type { Found, Leftover, LeftoverKind, Remedy } from "../../operate/leftovers/leftover.ts";
import { printable } from "../../terraform/printable.ts";
import type { Look } from "../paint.ts";
import { wrap } from "./text.ts";

const words: Readonly<Record<LeftoverKind, string>> = {
  bucket: "bucket",
  repository: "repository",
  "load-balancer": "load balancer",
  "classic-load-balancer": "load balancer",
  "target-group": "target group",
  "security-group": "security group",
  "network-interface": "network interface",
  "node-group": "node group",
  "fargate-profile": "Fargate profile",
  instance: "instance",
  "vpc-endpoint": "VPC endpoint",
  "nat-gateway": "NAT gateway",
  subnet: "subnet",
  cluster: "cluster",
};

/** `bucket retail-data`: what something is called, whoever named it. */
export const nameOf = ({ kind, name }: Pick<Leftover, "kind" | "name">): string =>
  `${words[kind]} ${printable(name)}`;

/** What is done about it, as an option of the command. */
export const optionFor: Readonly<Record<Exclude<Remedy, "by-hand">, string>> = {
  empty: "--empty-buckets",
  sweep: "--sweep",
};

/** What to do about one, in a few words or a command. */
export const remedyOf = ({ remedy, todo = "" }: Leftover): string =>
  remedy === "by-hand" ? printable(todo) : optionFor[remedy];

/** What would stop a destroy, each with its remedy. */
export function renderLeftovers({ leftovers, unread }: Found, { paint, columns }: Look): string[] {
  if (leftovers.length + unread.length === 0) return [];
  const text = (label: string, words: string) =>
    wrap(words, columns - 8).map(
      (line, index) => `      ${index === 0 ? label : " ".repeat(label.length)}${paint("dim", line)}`,
    );
  return [
    ...(leftovers.length > 0 ? [paint("bold", "What would stop it")] : []),
    ...leftovers.flatMap((one) => [
      ...wrap(nameOf(one), columns - 4).map(
        (line, index) => `  ${index === 0 ? paint("yellow", "!") : " "} ${paint("bold", line)}`,
      ),
      ...text("", printable(one.what)),
      ...text("→ ", remedyOf(one)),
    ]),
    ...unread.flatMap(({ title, reason }) =>
      wrap(`Could not look for ${title}: ${printable(reason)}`, columns - 4).map(
        (line, index) => `  ${index === 0 ? paint("yellow", "·") : " "} ${line}`,
      ),
    ),
  ];
}

/** What the end of a destroy found, in the words of `--json`. */
export interface AftermathShown extends Inventory {
  readonly logGroups: readonly string[];
  readonly inState: readonly string[];
}

/** What AWS and the state still have after a destroy; one line where that is nothing. */
export function renderAftermath(after: AftermathShown, { paint, columns }: Look): string[] {
  const { left, pending, unread, logGroups, inState } = after;
  const item = (mark: string, what: string) =>
    wrap(what, columns - 4).map((line, index) => `  ${index === 0 ? mark : " "} ${line}`);
  const nothing = left.length + unread.length + inState.length === 0;
  return [
    ...logGroups.flatMap((name) =>
      item(paint("dim", "·"), `EKS had made its log group ${printable(name)} once more: deleted.`),
    ),
    ...pending.flatMap((one) =>
      item(
        paint("dim", "·"),
        `${called(one)}: AWS deletes it on ${day(one.goesOn)}; until then it can be kept.`,
      ),
    ),
    ...inState.flatMap((address) => item(paint("red", "✗"), `still in the state: ${printable(address)}`)),
    ...left.flatMap((one) => item(paint("red", "✗"), `still there: ${called(one)}`)),
    ...unread.flatMap((one) => item(paint("yellow", "!"), `could not be looked at: ${printable(one)}`)),
    ...(nothing
      ? item(paint("green", "✓"), "Looked once more, by tags and by name: nothing is left.")
      : item(
          " ",
          "Run the command again for what the state knows; delete the rest by its ARN with the AWS CLI.",
        )),
  ];
}

const called = ({ id, address }: Remaining): string =>
  address ? `${printable(address)} (${printable(id)})` : printable(id);

const day = (time = ""): string => time.slice(0, 10);
