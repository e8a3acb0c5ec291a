/** Bundles `main.ts` and runs it: see there. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { awsSchemas, esm } from "../../build/bundle.mjs";

const root = resolve(import.meta.dirname, "..", "..");
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const outfile = join(root, ".cache", "chaos", "main.mjs");
await build({
  ...esm,
  absWorkingDir: root,
  entryPoints: ["test/chaos/main.ts"],
  splitting: false,
  outExtension: {},
  outfile,
  plugins: [awsSchemas],
});
await import(pathToFileURL(outfile).href);
