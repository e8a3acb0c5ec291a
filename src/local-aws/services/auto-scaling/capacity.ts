import type { Activity, Instance } from "@aws-sdk/client-auto-scaling";
import type { Context } from "../../context.ts";
import type { GroupRecord } from "./state.ts";

/** Launches or ends instances until the group holds as many as are wanted; each one is an activity. `why` follows "At <time> ". */
export function reachDesiredCapacity(group: GroupRecord, desired: number, why: string, ctx: Context): void {
  const before = group.DesiredCapacity;
  group.DesiredCapacity = desired;
  const cause = `At ${ctx.now().toISOString().slice(0, 19)}Z ${why} changing the desired capacity from ${before} to ${desired}.`;
  while (group.Instances.length < desired) launch(group, cause, ctx);
  while (group.Instances.length > desired) terminate(group, cause, ctx);
}

/** Instances go to the zones in turn, so that no zone is ever two ahead of another. */
function launch(group: GroupRecord, cause: string, ctx: Context): void {
  const zones = group.AvailabilityZones ?? [];
  const template = group.MixedInstancesPolicy?.LaunchTemplate;
  const instance: Instance = {
    InstanceId: ctx.ids.resource("i"),
    InstanceType: template?.Overrides?.[0]?.InstanceType,
    AvailabilityZone: leastUsed(zones, group.Instances),
    LifecycleState: "InService",
    HealthStatus: "Healthy",
    LaunchTemplate: template?.LaunchTemplateSpecification,
    ProtectedFromScaleIn: false,
  };
  group.Instances.push(instance);
  note(group, `Launching a new EC2 instance: ${instance.InstanceId}`, cause, ctx);
}

/** The oldest instance of the fullest zone goes first. */
function terminate(group: GroupRecord, cause: string, ctx: Context): void {
  const counts = countByZone(group.Instances);
  const most = Math.max(...counts.values());
  const at = group.Instances.findIndex(({ AvailabilityZone = "" }) => counts.get(AvailabilityZone) === most);
  const [gone] = group.Instances.splice(at, 1);
  note(group, `Terminating EC2 instance: ${gone?.InstanceId}`, cause, ctx);
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

function note(group: GroupRecord, Description: string, Cause: string, ctx: Context): void {
  const now = ctx.now();
  const activity: Activity = {
    ActivityId: ctx.ids.uuid(),
    AutoScalingGroupName: group.AutoScalingGroupName,
    AutoScalingGroupARN: group.AutoScalingGroupARN,
    Description,
    Cause,
    StartTime: now,
    EndTime: now,
    StatusCode: "Successful",
    Progress: 100,
    Details: JSON.stringify({ "Availability Zone": group.AvailabilityZones?.[0] }),
  };
  group.activities.unshift(activity);
  group.activities.splice(keptActivities);
}
