import { gzipSync } from "node:zlib";
import type { Context } from "../../context.ts";
import { transition } from "../../schedule.ts";
import { findLogGroup } from "../logs/find.ts";
import { writeLogEvents } from "../logs/log-events.ts";
import { s3Slot } from "../s3/state.ts";
import { writeObject } from "../s3/write-object.ts";
import { deliveryProblem } from "./delivery.ts";
import { deliveryFolder } from "./delivery-bucket.ts";
import { obstacleToLogging, streamName } from "./delivery-log-group.ts";
import type { ApiEvent } from "./event.ts";
import { eventRecord } from "./event-record.ts";
import { selects } from "./event-selection.ts";
import { cloudTrailSlot, type Trail } from "./state.ts";

/** Seconds until CloudTrail delivers. Source: "How CloudTrail works" in the user guide, November 2026: on average within 5 minutes. */
const deliverySeconds = 300;

interface Delivery {
  readonly trailArn: string;
  /** Milliseconds since 1970 of the first event that waits. */
  readonly since: number;
}

/** Delivers what a trail recorded since. Where no time passes, nothing is delivered: a rehearsal of seconds would see no files either. */
export const deliverEvents = transition<Delivery>("cloudtrail:deliver", ({ trailArn, since }, ctx) => {
  const trail = ctx.state(cloudTrailSlot).trails.get(trailArn);
  const pending = trail?.pending ?? [];
  if (trail) trail.pending = [];
  if (!trail || ctx.now().getTime() <= since) return;
  for (const region of new Set(pending.map((one) => one.region))) {
    const events = pending.filter((one) => one.region === region).map(({ event }) => event);
    deliverTo(ctx.in({ region }), trail, events);
  }
});

/** Lets every trail that records an event deliver it in a while. `ctx` is of the region where it happened. */
export function deliverLater(ctx: Context, event: ApiEvent): void {
  const { trails } = ctx.state(cloudTrailSlot);
  for (const trail of trails.values()) {
    if (!records(trail, ctx.region, event)) continue;
    trail.pending ??= [];
    trail.pending.push({ region: ctx.region, event });
    if (trail.pending.length > 1) continue;
    const delivery = { trailArn: trail.arn, since: event.time };
    // Counted from the event: where no time passes, the clock has to stand at the same millisecond then.
    const now = () => new Date(event.time);
    ctx.in({ region: trail.homeRegion, now }).after(deliverySeconds, deliverEvents, delivery);
  }
}

function records(trail: Trail, region: string, event: ApiEvent): boolean {
  const { isLogging, isMultiRegion, homeRegion } = trail;
  return isLogging && (isMultiRegion || homeRegion === region) && selects(trail, event);
}

function deliverTo(ctx: Context, trail: Trail, events: readonly ApiEvent[]): void {
  const records = events.map((event) => eventRecord(event, ctx));
  trail.delivery = { ...trail.delivery, attempted: ctx.now(), error: deliveryProblem(ctx, trail) };
  if (trail.delivery.error === undefined) {
    writeFile(ctx, trail, JSON.stringify({ Records: records }));
    trail.delivery.succeeded = ctx.now();
  }
  if (trail.logGroupArn !== undefined)
    logTo(
      ctx,
      trail,
      records.map((record) => JSON.stringify(record)),
    );
}

function writeFile(ctx: Context, { bucket: name, keyPrefix, kmsKeyArn }: Trail, text: string): void {
  const bucket = ctx.state(s3Slot).buckets.get(name);
  if (!bucket) return;
  const time = ctx.now().toISOString();
  const stamp = time.slice(0, 16).replaceAll(/[-:]/g, "");
  const file = `${ctx.account}_CloudTrail_${ctx.region}_${stamp}Z_${ctx.ids.hex(16)}.json.gz`;
  const encryption =
    kmsKeyArn === undefined
      ? { ServerSideEncryption: "AES256" as const }
      : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: kmsKeyArn };
  writeObject(
    bucket,
    {
      key: `${deliveryFolder(ctx, keyPrefix)}${time.slice(0, 10).replaceAll("-", "/")}/${file}`,
      body: new Uint8Array(gzipSync(text)),
      settings: {
        headers: { ContentType: "application/json", ContentEncoding: "gzip" },
        metadata: {},
        storageClass: "STANDARD",
        encryption,
      },
      checksums: {},
    },
    ctx.in({ account: bucket.owner, region: bucket.region }),
  );
}

function logTo(ctx: Context, trail: Trail, messages: readonly string[]): void {
  const obstacle = obstacleToLogging(ctx, trail);
  const [, , , region = "", account = ""] = (trail.logGroupArn ?? "").split(":");
  const there = ctx.in({ region, account });
  const group = findLogGroup(there, trail.logGroupArn ?? "");
  const error = group ? obstacle && "AccessDenied" : "ResourceNotFoundException";
  trail.logsDelivery = { ...trail.logsDelivery, attempted: ctx.now(), error };
  if (!group || error !== undefined) return;
  writeLogEvents(there, group, streamName(group.arn), messages);
  trail.logsDelivery.succeeded = ctx.now();
}
