import { randomBytes } from "node:crypto";
import type { CallerSession, Context } from "../../context.ts";
import { newAccessKeyId } from "../../iam/access-key-id.ts";
import { type StsSession, stsSlot } from "./state.ts";

type Begun = Omit<StsSession["caller"], "session"> & {
  readonly session: Omit<CallerSession, "issued" | "expires">;
};

/** Whether a request brings a code of a second device, which is believed: there are no devices here. */
export function withSecondDevice(input: {
  readonly SerialNumber?: string;
  readonly TokenCode?: string;
}): boolean {
  return input.SerialNumber !== undefined && input.TokenCode !== undefined;
}

/** How long what has expired is still told from what never was, in milliseconds. */
const rememberedFor = 24 * 3600 * 1000;

/** Begins a session in the caller's account and hands out its credentials. */
export function beginSession(ctx: Context, { session, ...caller }: Begun, durationSeconds: number) {
  const issued = new Date(Math.floor(ctx.now().getTime() / 1000) * 1000);
  const expires = new Date(issued.getTime() + durationSeconds * 1000);
  const { sessions } = ctx.in({ account: caller.account }).state(stsSlot);
  for (const [id, old] of sessions)
    if (old.caller.session.expires.getTime() + rememberedFor < issued.getTime()) sessions.delete(id);
  const accessKeyId = newAccessKeyId("ASIA", caller.account, ctx.ids);
  const token = `IQoJb3JpZ2luX2Vj${randomBytes(240).toString("base64")}`;
  sessions.set(accessKeyId, { token, caller: { ...caller, session: { ...session, issued, expires } } });
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: randomBytes(30).toString("base64"),
    SessionToken: token,
    Expiration: expires,
  };
}
