/**
 * Bundles the CLI and the embedded AWS into `dist/`, in well under a second, so that nobody has to know a build step:
 * `bin/infra.mjs` calls this whenever a source is newer than the bundle.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { run } from "./precompiled.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The AWS SDK writes trait names as computed keys (`{ [_xN]: … }`), which no bundler may drop. Written out as plain keys,
 * every schema that no operation of ours names falls away: 3.4 MB become 0.1 MB, and a start takes 70 ms instead of 230.
 */
export const awsSchemas = {
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

/** How everything here is bundled: ES modules for the oldest Node that is supported. */
export const esm = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  mainFields: ["module", "main"],
  external: ["@cdktn/hcl2json"],
  sourcemap: "linked",
  logLevel: "error",
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

/**
 * The whole clients that the embedded AWS loads only to name an operation that it does not have: left out of its bundle, and
 * noted in `found`. In one build with them, every schema that they use would be loaded at each start.
 */
function modelsApart(found) {
  return {
    name: "models-apart",
    setup(bundle) {
      bundle.onResolve({ filter: /^@aws-sdk\/client-/ }, ({ path, kind }) => {
        if (kind !== "dynamic-import") return undefined;
        const file = path.replace("@aws-sdk/client-", "model-");
        found[file] = path;
        return { path: `./${file}.cjs`, external: true };
      });
    },
  };
}

const commonJs = {
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  splitting: false,
  banner: {},
  sourcemap: false,
  supported: { "dynamic-import": false },
};

/** Writes `dist/infra.mjs` and `dist/local-aws.mjs`, each with files of its own: what the other one uses would slow its start. */
export async function bundle() {
  const into = { ...esm, absWorkingDir: root, outdir: "dist", metafile: true };
  const [infra, localAws] = await Promise.all([
    build({ ...into, entryPoints: { infra: "src/cli/main.ts" }, plugins: [awsSchemas] }),
    bundleLocalAws(into),
    bundlePage({ write: true }),
  ]);
  const written = [...Object.keys(infra.metafile.outputs), ...localAws];
  await removeOldChunks(new Set(written.map((path) => resolve(root, path))));
  // esbuild's own process would otherwise stay for as long as the command that needed the build.
  await stop();
}

/**
 * What the page of `infra report` holds beside its contents: `dist/report-page.js` and `dist/report-page.css`. Browsers of 2023 and later.
 * @returns {Promise<{ script: string, style: string }>} the same as texts
 */
export async function bundlePage({ write = false } = {}) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["main.ts", "page.css"].map((file) => ({
      in: `src/review/report/page/${file}`,
      out: "report-page",
    })),
    outdir: "dist",
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "error",
    write: false,
  });
  const text = (extension) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  if (write) {
    await mkdir(resolve(root, "dist"), { recursive: true });
    await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
  }
  return { script: text(".js"), style: text(".css") };
}

/** The embedded AWS: its code in one file, compiled beside it, a few lines that start it, and the clients that it may ask for. */
async function bundleLocalAws(into) {
  // Precompiled code cannot import, but it can require.
  const required = { ...into, ...commonJs };
  const found = {};
  const { outputFiles } = await build({
    ...required,
    entryPoints: { "local-aws": "src/local-aws/main.ts" },
    write: false,
    plugins: [modelsApart(found), awsSchemas],
  });
  const code = await precompile(outputFiles[0].text);
  const start = {
    contents: `
      import { readFileSync } from "node:fs";
      import { fileURLToPath } from "node:url";
      import { run } from "./precompiled.mjs";
      const file = fileURLToPath(new URL("./${code}", import.meta.url));
      await run(file, readFileSync(file + ".cache")).exports.main();`,
    resolveDir: resolve(root, "build"),
  };
  const beside = await Promise.all([
    build({ ...required, entryPoints: found, plugins: [awsSchemas] }),
    build({
      ...into,
      stdin: start,
      splitting: false,
      outdir: undefined,
      outfile: "dist/local-aws.mjs",
      outExtension: {},
    }),
  ]);
  return [
    `dist/${code}`,
    `dist/${code}.cache`,
    ...beside.flatMap(({ metafile }) => Object.keys(metafile.outputs)),
  ];
}

/** Writes code and what V8 makes of it under a name of their own for each text, so that the two always belong together. */
async function precompile(text) {
  const name = `local-aws-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.cjs`;
  const file = resolve(root, "dist", name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  // Run once, so that the functions that a start calls are among what is compiled.
  await writeFile(`${file}.cache`, run(file).script.createCachedData());
  return name;
}

/** Chunks of earlier builds go after an hour: a command that still runs may load its own until then. */
async function removeOldChunks(current) {
  const dist = resolve(root, "dist");
  for (const name of await readdir(dist)) {
    const path = resolve(dist, name);
    if (current.has(path) || !/\.(mjs|cjs|map|cache)$/.test(name)) continue;
    if (Date.now() - (await stat(path)).mtimeMs > 3_600_000) await rm(path, { force: true });
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await bundle();
