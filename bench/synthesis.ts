import { Bucket } from "../infra/modules/s3/bucket.ts";
import { checkSettings } from "../infra/settings/check-settings.ts";
import { EnvironmentStack } from "../infra/stack.ts";
import { synthesize } from "../infra/synthesize.ts";

/** `synthesis.mjs dev`, or `synthesis.mjs 5000`: declares that many resources and writes their JSON to stdout's end as a count. */
const [what = "dev"] = process.argv.slice(2);
const { configuration, resources } = what === "dev" ? dev() : many(Number(what));
const bytes = JSON.stringify(configuration).length;
console.log(
  JSON.stringify({
    resources: resources.length,
    bytes,
    rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
  }),
);

function dev() {
  const checked = checkSettings("dev", { account_id: "123456789012" }, { today: new Date() });
  if (!("settings" in checked) || !checked.settings) throw new Error(JSON.stringify(checked));
  return synthesize("dev", checked.settings);
}

/** Buckets with all that belongs to them, until there are enough resources. */
function many(count: number) {
  const stack = new EnvironmentStack({
    environment: "bench",
    accountId: "123456789012",
    region: "ap-southeast-1",
  });
  const logs = new Bucket(stack, "logs", { name: "bench-logs" });
  const perBucket = resourcesOf(() => new Bucket(stack, "first", { name: "bench-first", accessLogs: logs }));
  for (let i = 0; i * perBucket < count; i++)
    new Bucket(stack, `bucket_${i}`, { name: `bench-${i}`, accessLogs: logs });
  return stack.synthesize();

  function resourcesOf(declare: () => Bucket): number {
    return declare().node.findAll().length - 1;
  }
}
