import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { inventory } from "../src/local-aws/daemon.ts";
import { quotas } from "../src/local-aws/quota-table.ts";
import { load, type RawRequest, sendAll } from "./http-load.ts";
import { makeClients } from "./local-aws-clients.ts";
import { recordMix } from "./local-aws-mix.ts";
import { makeStack, type Stack } from "./local-aws-stacks.ts";
import { alternating, report, type Sample, sample, show, timed } from "./measure.ts";

const root = process.env.PROJECT_ROOT as string;
const stateDir = join(root, ".cache", "bench", "local-aws");
/** A hundred stacks are more than an account may have. */
const unlimited = Object.keys(quotas).flatMap((name) => ["--quota", `${name}=1000000`]);
const wantedResources = 10_000;

/** The embedded AWS as a process: how soon it answers, how much it answers, what it holds. */
export default async function localAws(): Promise<void> {
  await startUp();
  const server = await start(unlimited);
  try {
    const empty = (await usage(server)).residentMegabytes;
    const stacks = await populate(server.endpoint);
    const held = (await inventory(server.endpoint)).length;
    const requests = await recordMix(server.endpoint, stacks);
    await throughput(server, requests, held);
    await sleep(1500);
    const full = (await usage(server)).residentMegabytes;
    report(
      `memory with ${held.toLocaleString("en")} resources`,
      `${full} MB`,
      `${(full / empty).toFixed(1)} × an empty one`,
      "200 MB",
    );
  } finally {
    server.process.kill();
  }
}

async function startUp(): Promise<void> {
  const times = await alternating(9, {
    node: () => timed(process.execPath, ["-e", "0"]),
    server: async () => {
      const server = await start();
      server.process.kill();
      await new Promise((done) => server.process.once("close", done));
      return server.readyMilliseconds;
    },
  });
  report(
    "embedded AWS: start until the first answer",
    show(times.server),
    `${(times.server.median / times.node.median).toFixed(1)} × an empty node`,
    "150 ms",
  );
}

interface Server {
  readonly process: ChildProcess;
  readonly endpoint: string;
  readonly port: number;
  readonly readyMilliseconds: number;
}

/** A server with an empty state folder. */
async function start(args: readonly string[] = []): Promise<Server> {
  rmSync(stateDir, { recursive: true, force: true });
  mkdirSync(stateDir, { recursive: true });
  return startIn(stateDir, args);
}

/** Another server over a copy of what the populated one holds: two of them differ in nothing but their flags. */
async function startCopy(name: string, flags: readonly string[] = []): Promise<Server> {
  const folder = `${stateDir}-${name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(stateDir, "state.bin"), join(folder, "state.bin"));
  return startIn(folder, [...unlimited, ...flags]);
}

async function startIn(folder: string, args: readonly string[]): Promise<Server> {
  const began = performance.now();
  const command = [join(root, "dist", "local-aws.mjs"), "--state-dir", folder, ...args];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "inherit", "inherit"] });
  const record = join(folder, "server.json");
  while (!existsSync(record)) {
    if (child.exitCode !== null) throw new Error(`the embedded AWS ended with ${child.exitCode}`);
    await sleep(1);
  }
  const { endpoint } = JSON.parse(readFileSync(record, "utf8")) as { endpoint: string };
  await (await fetch(`${endpoint}/_local/health`)).text();
  const readyMilliseconds = performance.now() - began;
  return { process: child, endpoint, port: Number(new URL(endpoint).port), readyMilliseconds };
}

/** Makes stacks until there are enough resources. */
async function populate(endpoint: string): Promise<Stack[]> {
  const clients = makeClients(endpoint);
  const stacks = [await makeStack(clients, "bench-0")];
  const each = (await inventory(endpoint)).length;
  const names = Array.from({ length: Math.ceil(wantedResources / each) - 1 }, (_one, i) => `bench-${i + 1}`);
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let name = names.pop(); name; name = names.pop()) stacks.push(await makeStack(clients, name));
    }),
  );
  return stacks;
}

/** Beside a bare Node server that answers with as many bytes and does nothing else: what is left of the machine's speed. */
async function throughput(server: Server, requests: RawRequest[], held: number): Promise<void> {
  const bare = await startBare();
  await sendAll(server.port, requests);
  const rates = { bare: [] as number[], server: [] as number[] };
  for (let i = 0; i < 5; i++) {
    rates.server.push((await measured(server, requests)).perSecond);
    const its = await load(bare.port, requests, { milliseconds: 1000 });
    rates.bare.push((its.requests / its.milliseconds) * 1000);
  }
  bare.process.kill();
  const own = sample(rates.server);
  report(
    `mixed requests with ${held.toLocaleString("en")} resources`,
    `${perSecond(own)}`,
    `${(own.median / sample(rates.bare).median).toFixed(2)} × a bare Node server`,
    "5,000/s",
  );
  await strictness(requests);
}

/** What validation and IAM cost: the same requests to two servers in turn, one of which does without. */
async function strictness(requests: RawRequest[]): Promise<void> {
  // The populated server's last changes are on disk by then.
  await sleep(2500);
  const strict = await startCopy("strict");
  const permissive = await startCopy("permissive", ["--permissive"]);
  for (const { port } of [strict, permissive]) await sendAll(port, requests);
  const rates = { strict: [] as number[], permissive: [] as number[] };
  for (let i = 0; i < 9; i++) {
    rates.strict.push((await measured(strict, requests)).perCpuSecond);
    rates.permissive.push((await measured(permissive, requests)).perCpuSecond);
  }
  for (const server of [strict, permissive]) server.process.kill();
  const [own, without] = [sample(rates.strict), sample(rates.permissive)];
  report("the same, per second of the server's CPU", perSecond(own), "", "5,000/s");
  report(
    "the same without validation and IAM",
    perSecond(without),
    `they cost ${((1 - own.median / without.median) * 100).toFixed(0)} %`,
    "under 25 %",
  );
}

function perSecond({ median, low, high }: Sample): string {
  const count = (value: number) => Math.round(value).toLocaleString("en");
  return `${count(median)}/s (${count(low)}–${count(high)})`;
}

async function measured(server: Server, requests: RawRequest[]) {
  const before = (await usage(server)).cpuSeconds;
  const { requests: answered, milliseconds } = await load(server.port, requests, { milliseconds: 1500 });
  const cpuSeconds = (await usage(server)).cpuSeconds - before;
  return { perSecond: (answered / milliseconds) * 1000, perCpuSecond: answered / cpuSeconds };
}

const bareServer = `
  const body = "x".repeat(900);
  const server = require("node:http").createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(200, { "content-type": "text/xml", "content-length": body.length });
      response.end(request.method === "HEAD" ? undefined : body);
    });
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

async function startBare(): Promise<{ process: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ["-e", bareServer], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<number>((done) => child.stdout?.once("data", (text) => done(Number(text))));
  return { process: child, port };
}

/** What the server says of itself. */
async function usage({ endpoint }: Server): Promise<{ cpuSeconds: number; residentMegabytes: number }> {
  return (await (await fetch(`${endpoint}/_local/health`)).json()) as Awaited<ReturnType<typeof usage>>;
}
