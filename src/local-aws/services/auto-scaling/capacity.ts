import type { Activity, Instance } from "@aws-sdk/client-auto-scaling";
import type { Context } from "../../context.ts";
import { endInstance, runInstance } from "./instances-in-ec2.ts";
import { tryLaunch } from "./launch-refusals.ts";
import type { GroupRecord } from "./state.ts";

/**
 * Launches or ends instances until the group holds as many as are wanted; each one is an activity. Where EC2 refuses one, that is
 * an activity too, and the group stays smaller. `why` follows "At <time> ".
 */
export function reachDesiredCapacity(group: GroupRecord, desired: number, why: string, ctx: Context): void {
  const before = group.DesiredCapacity;
  group.DesiredCapacity = desired;
  const cause = `At ${time(ctx)} ${why} changing the desired capacity from ${before} to ${desired}.`;
  while (group.Instances.length < desired) if (!launch(group, cause, ctx)) break;
  while (group.Instances.length > desired) terminate(group, cause, ctx);
}

/** Ends a certain instance, and launches another in its place unless the group is to become smaller. */
export function replaceInstance(group: GroupRecord, id: string, smaller: boolean, ctx: Context): Activity {
  const cause = `At ${time(ctx)} instance ${id} was taken out of service in response to a user request${smaller ? ", shrinking the capacity." : "."}`;
  if (smaller) group.DesiredCapacity--;
  const activity = end(
    group,
    group.Instances.findIndex(({ InstanceId }) => InstanceId === id),
    cause,
    ctx,
  );
  if (!smaller) launch(group, cause, ctx);
  return activity;
}

function time(ctx: Context): string {
  return `${ctx.now().toISOString().slice(0, 19)}Z`;
}

/**
 * Instances go to the zones in turn, so that no zone is ever two ahead of another; where EC2 refuses one in a zone, the next zone is
 * tried. False when it refuses in all.
 */
function launch(group: GroupRecord, cause: string, ctx: Context): boolean {
  const zones = leastUsedFirst(group.AvailabilityZones ?? [], group.Instances);
  return zones.some((zone) => launchIn(group, zone, cause, ctx));
}

function launchIn(group: GroupRecord, zone: string, cause: string, ctx: Context): boolean {
  const launch = tryLaunch(group, zone, ctx);
  if ("refusal" in launch) {
    const StatusMessage = launch.refusal;
    const Description = "Launching a new EC2 instance.";
    note(group, zone, { Description, Cause: cause, StatusCode: "Failed", StatusMessage }, ctx);
    return false;
  }
  const instance = runInstance(group, { zone, instanceType: launch.instanceType }, ctx);
  group.Instances.push(instance);
  const Description = `Launching a new EC2 instance: ${instance.InstanceId}`;
  note(group, zone, { Description, Cause: cause }, ctx);
  return true;
}

/** The oldest instance of the fullest zone goes first. */
function terminate(group: GroupRecord, cause: string, ctx: Context): void {
  const counts = countByZone(group.Instances);
  const most = Math.max(...counts.values());
  const at = group.Instances.findIndex(({ AvailabilityZone = "" }) => counts.get(AvailabilityZone) === most);
  end(group, at, cause, ctx);
}

function end(group: GroupRecord, at: number, cause: string, ctx: Context): Activity {
  const [gone] = group.Instances.splice(at, 1);
  endInstance(gone?.InstanceId, ctx);
  const Description = `Terminating EC2 instance: ${gone?.InstanceId}`;
  return note(group, gone?.AvailabilityZone ?? "", { Description, Cause: cause }, ctx);
}

function leastUsedFirst(zones: readonly string[], instances: readonly Instance[]): string[] {
  const counts = countByZone(instances);
  return [...zones].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
}

function countByZone(instances: readonly Instance[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { AvailabilityZone = "" } of instances)
    counts.set(AvailabilityZone, (counts.get(AvailabilityZone) ?? 0) + 1);
  return counts;
}

/** AWS keeps six weeks of activities; a rehearsal is content with the last hundred. */
const keptActivities = 100;

type Told = Pick<Activity, "Description" | "Cause"> & Partial<Pick<Activity, "StatusCode" | "StatusMessage">>;

function note(group: GroupRecord, zone: string, told: Told, ctx: Context): Activity {
  const now = ctx.now();
  const activity: Activity = {
    ActivityId: ctx.ids.uuid(),
    AutoScalingGroupName: group.AutoScalingGroupName,
    AutoScalingGroupARN: group.AutoScalingGroupARN,
    StartTime: now,
    EndTime: now,
    StatusCode: "Successful",
    Progress: 100,
    Details: JSON.stringify({ "Availability Zone": zone }),
    ...told,
  };
  group.activities.unshift(activity);
  group.activities.splice(keptActivities);
  return activity;
}
