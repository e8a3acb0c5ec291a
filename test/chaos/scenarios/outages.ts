import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";
import { APPLY, converges } from "./kills.ts";

/** Seconds without an endpoint; the last one has none until the run is over. */
const OUTAGES = [3, 15, undefined] as const;

/** The operations whose answers are lost, one group a run. */
const LOST = [
  "kms:CreateKey,iam:CreateRole,ecr:CreateRepository",
  "ec2:CreateVpc,iam:CreatePolicy,s3:CreateBucket",
  "ec2:CreateSubnet,ec2:AllocateAddress,logs:CreateLogGroup,kms:CreateAlias",
  "ec2:CreateNatGateway,eks:CreateCluster,iam:CreateOpenIDConnectProvider,ec2:CreateSecurityGroup",
  "eks:CreateNodegroup,eks:CreateAddon,cloudtrail:CreateTrail,ec2:CreateVpcEndpoint,ec2:CreateRouteTable",
] as const;

/** AWS does not answer, answers late, or its answer is lost. */
export const outages: readonly Scenario[] = [
  {
    id: "endpoint-gone",
    title: "AWS out of reach in the middle of an apply: for seconds, and for good",
    happens:
      "The network or AWS's endpoint is gone in the middle of an apply, for some seconds or until it ends",
    sees: "nothing but a longer wait, or what failed; a state that could not be saved is kept in a file",
    types: "`infra apply dev`",
    moments: OUTAGES.length,
    from: "nothing",
    ends: "deployed",
    async run(sandbox, moment) {
      const { endpoint } = await sandbox.server();
      const port = Number(new URL(endpoint).port);
      const running = sandbox.start(...APPLY);
      sandbox.expect(await running.event("apply_complete", 20 + moment * 20), "the apply is under way");
      await sandbox.stopServer();
      const seconds = OUTAGES[moment];
      if (seconds) await sleep(seconds * 1000);
      else await running.ended;
      await sandbox.server({ port });
      const { code } = await running.ended;
      if (code !== 0) await converges(sandbox, APPLY);
      return seconds
        ? `${seconds} s without an endpoint: the apply ended with ${code}`
        : "no endpoint until the apply had ended";
    },
  },
  {
    id: "throttled",
    title: "20 % throttling with read-after-write lag",
    happens: "AWS throttles a fifth of all requests, and shows what was written up to a second late",
    sees: "the same as ever, a little later",
    types: "nothing; else `infra apply dev`",
    moments: 3,
    from: "nothing",
    ends: "deployed",
    async run(sandbox) {
      await sandbox.faults(`throttle=0.2,stale=1s,seed=${sandbox.seed}`);
      let tries = 1;
      while ((await sandbox.run(...APPLY)).code !== 0)
        sandbox.expect(++tries <= 3, "three applies are enough");
      return tries === 1 ? "through at once" : `through with apply number ${tries}`;
    },
  },
  {
    id: "lost-answers",
    title: "the answer to a create is lost",
    happens: "AWS creates something and its answer is lost: the provider asks again",
    sees: "that it is there already and is taken over, or that it is there twice and which one nothing uses",
    types: "`infra apply dev`",
    moments: LOST.length,
    from: "nothing",
    ends: "deployed",
    async run(sandbox, moment) {
      const rules = (LOST[moment] ?? "").split(",").map((operation) => `${operation} drop-after=1 times=1`);
      await sandbox.faults([...rules, `seed=${sandbox.seed}`].join("\n"));
      const { code } = await sandbox.run(...APPLY);
      await sandbox.faults("");
      await converges(sandbox, APPLY, 2);
      return `${LOST[moment]}: the first apply ended with ${code}`;
    },
  },
];
