/**
 * `make bench`: every figure that the project promises, measured in one run and printed beside what it is compared with.
 * `node bench/run.mjs expected-time` alone also says how well the expected time of an apply is met: five minutes of waiting.
 */
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { awsSchemas, bundle, esm } from "../build/bundle.mjs";

const root = resolve(import.meta.dirname, "..");
// Which Node next year's SDKs will want is no news for whoever measures.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const out = join(root, ".cache", "bench");
const wanted = process.argv.slice(2);
const usual = ["commands", "report", "local-aws", "terraform"];
const sections = [...usual, "expected-time"].filter((name) =>
  wanted.length === 0 ? usual.includes(name) : wanted.includes(name),
);

await bundle();
await build({
  ...esm,
  absWorkingDir: root,
  entryPoints: Object.fromEntries([...sections, "synthesis"].map((name) => [name, `bench/${name}.ts`])),
  outdir: out,
  external: [...esm.external, "playwright-core"],
  plugins: [awsSchemas],
  define: { "process.env.PROJECT_ROOT": JSON.stringify(root) },
});
console.log(
  `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model}), ${new Date().toISOString()}\n`,
);
for (const name of sections) await (await import(pathToFileURL(join(out, `${name}.mjs`)).href)).default();
