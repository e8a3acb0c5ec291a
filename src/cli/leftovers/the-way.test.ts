import { expect, test } from "vitest";
import type { Leftover } from "../../operate/leftovers/leftover.ts";
import type { Invocation, Options } from "../command.ts";
import type { Deployment } from "../deployment.ts";
import { Declined, UserError } from "../errors.ts";
import { screenFor } from "../screen.ts";
import { testIo } from "../test-io.ts";
import { refuseProduction } from "./refusals.ts";
import { agreeOnLeftovers, type TheWay } from "./the-way.ts";

const full: Leftover = {
  kind: "bucket",
  id: "retail-data",
  name: "retail-data",
  what: "holds 5,012 objects and versions (1.2 GB); force_destroy is not applied to it",
  remedy: "empty",
};
const balancer: Leftover = {
  kind: "load-balancer",
  id: "arn:lb",
  name: "web",
  what: "network, made by \u001b[31mKubernetes",
  remedy: "sweep",
};
const theirs: Leftover = {
  kind: "nat-gateway",
  id: "nat-1",
  name: "nat-1",
  what: "in subnet-1",
  remedy: "by-hand",
  todo: "aws ec2 delete-nat-gateway --nat-gateway-id nat-1",
};

const deployment = { environment: "dev", settings: { environment: "dev" } } as unknown as Deployment;

function asked(leftovers: readonly Leftover[], options: Options, answers?: readonly string[]) {
  const io = testIo({ answers });
  const invocation = { io, screen: screenFor(io, false), args: ["dev"], options } as unknown as Invocation;
  const may = { empty: options.emptyBuckets ?? false, sweep: options.sweep ?? false };
  const way = { found: { leftovers, unread: [] }, may } as unknown as TheWay;
  return { io, agreed: agreeOnLeftovers(deployment, way, invocation) };
}

test("a yes to everything deletes no data by itself: the options are named", async () => {
  const { io, agreed } = asked([full, balancer], { yes: true });
  const refused = await agreed.catch((error) => error);
  expect(refused).toBeInstanceOf(UserError);
  expect(refused.next).toContain("  infra destroy dev --empty-buckets --sweep --yes");
  expect(io.written.stdout).toContain("bucket retail-data");
  // Whoever named something in AWS does not write to our terminal.
  expect(io.written.stdout).not.toContain("\u001b");
});

test("the options are the answer where nobody can be asked", async () => {
  const { agreed } = asked([full, balancer], { yes: true, emptyBuckets: true, sweep: true });
  expect((await agreed).may).toEqual({ empty: true, sweep: true });
});

test("a person types the bucket's name, and says yes to the sweep", async () => {
  const { agreed } = asked([full, balancer], {}, ["retail-data", "yes"]);
  expect((await agreed).may).toEqual({ empty: true, sweep: true });
  await expect(asked([full], {}, ["retail"]).agreed).rejects.toThrow(Declined);
  await expect(asked([balancer], {}, ["no"]).agreed).rejects.toThrow("Nothing was changed.");
});

test("what a person has to remove stops the destroy whatever the options, with the command", async () => {
  const { io, agreed } = asked([theirs], { yes: true, emptyBuckets: true, sweep: true });
  await expect(agreed).rejects.toThrow("Nothing was destroyed");
  expect(io.written.stdout).toContain("aws ec2 delete-nat-gateway --nat-gateway-id nat-1");
});

test("production takes its own option, even with a yes", () => {
  const prod = { environment: "prod", settings: { environment: "prod" } } as unknown as Deployment;
  expect(() => refuseProduction(prod, { options: { yes: true } })).toThrow("--production");
  expect(() => refuseProduction(prod, { options: { production: true } })).not.toThrow();
  expect(() => refuseProduction(deployment, { options: {} })).not.toThrow();
});
