import { sign } from "node:crypto";
import type { Context } from "../../context.ts";
import { eksSlot } from "../eks/state.ts";
import { signingKey } from "./signing-key.ts";

/** Whose token it is to be; the issuer is the cluster's, or named outright. */
export interface TokenRequest {
  readonly cluster?: string;
  /** `https://…` */
  readonly issuer?: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** @default "sts.amazonaws.com" */
  readonly audience?: string;
  /** @default 86400, as EKS's pod identity webhook asks for */
  readonly seconds?: number;
}

export interface ServiceAccountToken {
  readonly token: string;
  readonly issuer: string;
  readonly expires: Date;
}

/**
 * A token as the API server of an EKS cluster gives it to a pod, signed by the key of the embedded AWS.
 * @throws Error when there is no such cluster in the context's region
 */
export function mintServiceAccountToken(request: TokenRequest, ctx: Context): ServiceAccountToken {
  const { namespace, serviceAccount, audience = "sts.amazonaws.com", seconds = 86_400 } = request;
  const issuer = request.issuer ?? issuerOf(request.cluster, ctx);
  const now = Math.floor(ctx.now().getTime() / 1000);
  const claims = {
    aud: [audience],
    exp: now + seconds,
    iat: now,
    iss: issuer,
    jti: ctx.ids.uuid(),
    "kubernetes.io": {
      namespace,
      serviceaccount: { name: serviceAccount, uid: ctx.ids.uuid() },
    },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
  };
  return { token: signed(claims, ctx), issuer, expires: new Date(claims.exp * 1000) };
}

function issuerOf(cluster: string | undefined, ctx: Context): string {
  if (cluster === undefined) throw new Error("Name the cluster whose token it is to be, or the issuer.");
  const issuer = ctx.state(eksSlot).clusters.get(cluster)?.cluster.identity?.oidc?.issuer;
  if (!issuer) throw new Error(`No cluster found for name: ${cluster} in ${ctx.region} of ${ctx.account}.`);
  return issuer;
}

function signed(claims: object, ctx: Context): string {
  const { kid, privateKey } = signingKey(ctx);
  const text = `${part({ alg: "RS256", kid })}.${part(claims)}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
