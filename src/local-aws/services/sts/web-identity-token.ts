import { verify } from "node:crypto";
import { ExpiredTokenException, InvalidIdentityTokenException } from "@aws-sdk/client-sts";
import type { Context } from "../../context.ts";
import { exception } from "../../errors.ts";
import { iamSlot, type OidcProvider } from "../iam/state.ts";
import { verificationKey } from "./signing-key.ts";

/** What a token says and AWS makes use of. */
export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: readonly string[];
  readonly amr?: readonly string[];
}

export interface VerifiedToken {
  readonly claims: Claims;
  readonly provider: OidcProvider;
  /** The audience that the provider lets in. */
  readonly audience: string;
}

/**
 * Checks a web identity token by the OIDC providers of the context's account.
 * @throws InvalidIdentityTokenException, ExpiredTokenException
 */
export function verifyToken(token: string, ctx: Context): VerifiedToken {
  const { header, claims, signedText, signature } = parse(token);
  const provider = findProvider(claims.iss, ctx);
  const key = verificationKey(ctx, header.kid);
  if (!key)
    throw invalid(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  if (header.alg !== "RS256" || !verify("RSA-SHA256", Buffer.from(signedText), key, signature))
    throw invalid(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  checkTimes(claims, ctx);
  const audience = claims.aud.find((one) => provider.clientIds.has(one));
  if (audience === undefined) throw invalid("Incorrect token audience");
  return { claims, provider, audience };
}

interface ParsedToken {
  readonly header: { readonly alg?: unknown; readonly kid: string };
  readonly claims: Claims & { readonly exp: number; readonly nbf?: number };
  readonly signedText: string;
  readonly signature: Buffer;
}

function parse(token: string): ParsedToken {
  const [head = "", body = "", signature = ""] = token.split(".");
  const header = decoded(head);
  const claims = decoded(body);
  if (
    !header ||
    !claims ||
    signature === "" ||
    typeof claims.iss !== "string" ||
    typeof claims.exp !== "number"
  )
    throw invalid(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    );
  return {
    header: { alg: header.alg, kid: String(header.kid) },
    claims: { ...claims, aud: [claims.aud ?? []].flat() } as unknown as ParsedToken["claims"],
    signedText: `${head}.${body}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function findProvider(issuer: string, ctx: Context): OidcProvider {
  const url = issuer.replace("https://", "").replace(/\/$/, "");
  const { oidcProviders } = ctx.state(iamSlot);
  const provider = oidcProviders.get(`arn:aws:iam::${ctx.account}:oidc-provider/${url}`);
  if (!provider) throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`);
  return provider;
}

function checkTimes({ exp }: ParsedToken["claims"], ctx: Context): void {
  const now = Math.floor(ctx.now().getTime() / 1000);
  if (exp <= now)
    throw exception(
      ExpiredTokenException,
      `Token expired: current date/time ${now} must be before the expiration date/time ${exp}`,
    );
}

function invalid(message: string): InvalidIdentityTokenException {
  return exception(InvalidIdentityTokenException, message);
}
