import type { Activity, Instance } from "@aws-sdk/client-auto-scaling";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { endInstance, runInstance } from "./instances-in-ec2.ts";
import type { GroupRecord } from "./state.ts";

/**
 * Launches or ends instances until the group holds as many as are wanted; each one is an activity. Where EC2 refuses one, that is
 * an activity too, and the group stays smaller. `why` follows "At <time> ".
 */
export function reachDesiredCapacity(group: GroupRecord, desired: number, why: string, ctx: Context): void {
  const before = group.DesiredCapacity;
  group.DesiredCapacity = desired;
  const cause = `At ${ctx.now().toISOString().slice(0, 19)}Z ${why} changing the desired capacity from ${before} to ${desired}.`;
  while (group.Instances.length < desired) if (!launch(group, cause, ctx)) break;
  while (group.Instances.length > desired) terminate(group, cause, ctx);
}

/** Instances go to the zones in turn, so that no zone is ever two ahead of another. False when EC2 refuses. */
function launch(group: GroupRecord, cause: string, ctx: Context): boolean {
  const zone = leastUsed(group.AvailabilityZones ?? [], group.Instances);
  try {
    const instance = runInstance(group, zone, ctx);
    group.Instances.push(instance);
    note(
      group,
      zone,
      { Description: `Launching a new EC2 instance: ${instance.InstanceId}`, Cause: cause },
      ctx,
    );
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const StatusMessage = `${error.message} Launching EC2 instance failed.`;
    const Description = "Launching a new EC2 instance.";
    note(group, zone, { Description, Cause: cause, StatusCode: "Failed", StatusMessage }, ctx);
    return false;
  }
}

/** The oldest instance of the fullest zone goes first. */
function terminate(group: GroupRecord, cause: string, ctx: Context): void {
  const counts = countByZone(group.Instances);
  const most = Math.max(...counts.values());
  const at = group.Instances.findIndex(({ AvailabilityZone = "" }) => counts.get(AvailabilityZone) === most);
  const [gone] = group.Instances.splice(at, 1);
  endInstance(gone?.InstanceId, ctx);
  const Description = `Terminating EC2 instance: ${gone?.InstanceId}`;
  note(group, gone?.AvailabilityZone ?? "", { Description, Cause: cause }, ctx);
}

function leastUsed(zones: readonly string[], instances: readonly Instance[]): string {
  const counts = countByZone(instances);
  const [first = ""] = [...zones].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
  return first;
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

function note(group: GroupRecord, zone: string, told: Told, ctx: Context): void {
  const now = ctx.now();
  group.activities.unshift({
    ActivityId: ctx.ids.uuid(),
    AutoScalingGroupName: group.AutoScalingGroupName,
    AutoScalingGroupARN: group.AutoScalingGroupARN,
    StartTime: now,
    EndTime: now,
    StatusCode: "Successful",
    Progress: 100,
    Details: JSON.stringify({ "Availability Zone": zone }),
    ...told,
  });
  group.activities.splice(keptActivities);
}
