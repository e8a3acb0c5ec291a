import { join } from "node:path";
import { alternating, report, show, timed } from "./measure.ts";

const root = process.env.PROJECT_ROOT as string;

/** How long a person waits for the tool itself: help, and synthesis. */
export default async function commands(): Promise<void> {
  const node = process.execPath;
  const synthesis = join(root, ".cache", "bench", "synthesis.mjs");
  const times = await alternating(9, {
    node: () => timed(node, ["-e", "0"]),
    help: () => timed(node, [join(root, "bin", "infra.mjs"), "--help"]),
    dev: () => timed(node, [synthesis, "dev"]),
  });
  const many = await alternating(3, { many: () => timed(node, [synthesis, "5000"]) });
  report(
    "infra --help",
    show(times.help),
    `${ratio(times.help.median, times.node.median)} × an empty node`,
    "150 ms",
  );
  report(
    "synthesis of dev, whole process",
    show(times.dev),
    `${ratio(times.dev.median, times.node.median)} × an empty node`,
    "400 ms",
  );
  report(
    "synthesis of 5,000 resources",
    show(many.many),
    `${ratio(many.many.median, times.dev.median)} × dev`,
    "3,000 ms",
  );
}

function ratio(a: number, b: number): string {
  return (a / b).toFixed(1);
}
