/**
 * Bundles the CLI and the embedded AWS into `dist/`, in well under a second, so that nobody has to know a build step:
 * `bin/infra.mjs` calls this whenever a source is newer than the bundle.
 */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The AWS SDK writes trait names as computed keys (`{ [_xN]: … }`), which no bundler may drop. Written out as plain keys,
 * every schema that no operation of ours names falls away: 3.4 MB become 0.1 MB, and a start takes 70 ms instead of 230.
 */
const awsSchemas = {
  name: "aws-schemas",
  setup(bundle) {
    bundle.onLoad(
      { filter: /client-[^/\\]+[/\\]dist-es[/\\]schemas[/\\]schemas_\d+\.js$/ },
      async ({ path }) => {
        const source = await readFile(path, "utf8");
        const constants = new Map(
          [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map((m) => [m[1], m[2]]),
        );
        const contents = source.replace(/\[(_\w+)\]:/g, (all, name) =>
          constants.has(name) ? `${constants.get(name)}:` : all,
        );
        return { contents, loader: "js" };
      },
    );
  },
};

/** Writes `dist/infra.mjs` and `dist/local-aws.mjs` with the chunks they share. */
export async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: { infra: "src/cli/main.ts", "local-aws": "src/local-aws/main.ts" },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    mainFields: ["module", "main"],
    external: ["@cdktn/hcl2json"],
    plugins: [awsSchemas],
    sourcemap: "linked",
    logLevel: "error",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await bundle();
