/**
 * Writes `src/local-aws/validation/constraints/<service>.json`: what AWS's service models demand of the inputs that the embedded
 * AWS takes, and the SDK's schemas leave out (lengths, ranges, patterns, enum values).
 *
 * node build/constraints.mjs <folder of service models in botocore's format> [service …]
 *
 * The folder is `botocore/data` of an installed botocore, or of a checkout. Enum values are the model's and the SDK's together, for the
 * SDK is often newer; shapes in `unchecked` are left out, each for its reason.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "src", "local-aws", "validation", "constraints");
const require = createRequire(join(root, "package.json"));

/** Packages whose name is not the signing name's. */
const packages = {
  autoscaling: "auto-scaling",
  "elasticloadbalancing-2012-06-01": "elastic-load-balancing",
  "elasticloadbalancing-2015-12-01": "elastic-load-balancing-v2",
  logs: "cloudwatch-logs",
  tagging: "resource-groups-tagging-api",
};

/** Folders of models whose name is not the signing name's. */
const folders = {
  "elasticloadbalancing-2012-06-01": "elb",
  "elasticloadbalancing-2015-12-01": "elbv2",
  tagging: "resourcegroupstaggingapi",
};

/** Shapes that are no constraint of the API itself, by service. */
const unchecked = {
  ec2: { InstanceType: "new types appear by the week, and EC2 refuses a wrong one in words of its own" },
  s3: {
    BucketCannedACL:
      "S3 takes log-delivery-write too, which the model does not know, and refuses others itself",
    CopySource: "it travels percent-encoded, the slash between bucket and key maybe too; S3 decodes it first",
    BucketLocationConstraint: "S3 refuses a region that is not there, or not its own, in words of its own",
  },
};

const [data, ...only] = process.argv.slice(2);
if (!data || !existsSync(data)) {
  console.error("usage: node build/constraints.mjs <folder of service models> [service …]");
  process.exit(2);
}
const { services } = await loadServices();
for (const service of services) if (only.length === 0 || only.includes(keyOf(service))) await write(service);
format();

/** The services as they are declared, which is where the operations stand. */
async function loadServices() {
  const outfile = join(root, ".cache", `services-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, "src/local-aws/services/index.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return import(outfile).finally(() => execFileSync("rm", ["-f", outfile]));
}

/** The signing name, and the version where services share one: as `src/local-aws/service.ts` has it. */
function keyOf({ signingName, apiVersion }) {
  return apiVersion ? `${signingName}-${apiVersion}` : signingName;
}

async function write(service) {
  const { operations } = service;
  const key = keyOf(service);
  const { model, path } = readModel(key);
  const name = `@aws-sdk/client-${packages[key] ?? key}`;
  const collected = collect(model, operations, await import(require.resolve(name)), unchecked[key] ?? {});
  const content = {
    source: {
      model: path,
      apiVersion: model.metadata.apiVersion,
      enums: `${name} ${require(`${name}/package.json`).version}`,
      date: new Date().toISOString().slice(0, 10),
    },
    ...collected,
  };
  writeFileSync(join(folder, `${key}.json`), `${JSON.stringify(content)}\n`);
  const { structs, shapes } = collected;
  console.log(`${key}: ${Object.keys(structs).length} structs, ${Object.keys(shapes).length} shapes`);
}

function readModel(signingName) {
  const ofService = folders[signingName] ?? signingName;
  const versions = readdirSync(join(data, ofService)).filter((one) => /^\d{4}-/.test(one));
  const file = join(ofService, versions.sort().at(-1), "service-2.json");
  const plain = join(data, file);
  const text = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
  return { model: JSON.parse(text), path: `${packageOf(data)} ${file}` };
}

/** The package that the models came with, and its version where its metadata stand beside it. */
function packageOf(path) {
  const site = resolve(path, "..", "..");
  const name = basename(resolve(path, ".."));
  const info =
    existsSync(site) &&
    readdirSync(site).find((one) => new RegExp(`^${name}-[\\d.]+\\.dist-info$`).test(one));
  return info ? `${name} ${info.slice(name.length + 1, -".dist-info".length)}` : name;
}

/** Structs by name: which of their members have which constrained shape; constrained shapes by name. */
function collect({ operations: all, shapes: known }, operations, sdk, without) {
  const structs = {};
  const shapes = {};
  const seen = new Map();
  /** The name under which a shape's constraints stand; undefined when it, and all that it holds, has none. */
  const visit = (name) => {
    if (seen.has(name)) return seen.get(name);
    seen.set(name, undefined);
    if (name in without) return undefined;
    const shape = known[name];
    if (shape.type === "structure") {
      const members = {};
      for (const [member, { shape: of }] of Object.entries(shape.members)) {
        const found = visit(of);
        if (found) members[member] = found;
      }
      if (Object.keys(members).length > 0) structs[name] = members;
      return undefined;
    }
    const constraints = constraintsOf(shape, sdk[name], visit);
    if (Object.keys(constraints).length === 0) return undefined;
    shapes[name] = constraints;
    seen.set(name, name);
    return name;
  };
  for (const { name } of operations) if (all[name]?.input) visit(all[name].input.shape);
  return { structs: sorted(structs), shapes: sorted(shapes) };
}

function constraintsOf(shape, sdkEnum, visit) {
  const constraints = {};
  for (const rule of ["min", "max"])
    if (shape[rule] !== undefined && !isNoLimit(rule, shape)) constraints[rule] = shape[rule];
  if (shape.pattern !== undefined && !/^\^?\.\*\$?$/.test(shape.pattern)) constraints.pattern = shape.pattern;
  if (shape.enum) constraints.enum = [...new Set([...shape.enum, ...Object.values(sdkEnum ?? {})])];
  if (shape.type === "list") Object.assign(constraints, named({ item: visit(shape.member.shape) }));
  if (shape.type === "map")
    Object.assign(constraints, named({ key: visit(shape.key.shape), value: visit(shape.value.shape) }));
  return constraints;
}

/** A length of at least 0, and no more than a 32-bit number, says nothing. */
function isNoLimit(rule, { type, [rule]: limit }) {
  const numeric = /^(integer|long|float|double)$/.test(type);
  return rule === "min" ? limit === 0 && !numeric : limit >= 2 ** 31 - 1;
}

function named(constraints) {
  return Object.fromEntries(Object.entries(constraints).filter(([, name]) => name !== undefined));
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function format() {
  execFileSync(join(root, "node_modules/.bin/biome"), ["format", "--write", folder], { stdio: "ignore" });
}
