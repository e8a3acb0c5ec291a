import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import type { Context } from "../../context.ts";
import { slot } from "../../store.ts";

/** The key that all issuers of this embedded AWS sign with. */
interface SigningKey {
  readonly kid: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
}

export const signingKeySlot = slot<{ key?: SigningKey }>({
  name: "oidc-signing-key",
  scope: "global",
  create: () => ({}),
  inventory: () => [],
});

/** Made when a token is first asked for: it takes a tenth of a second. */
export function signingKey(ctx: Context): { kid: string; privateKey: KeyObject } {
  const state = ctx.state(signingKeySlot);
  state.key ??= newKey();
  return { kid: state.key.kid, privateKey: keyObject(state.key.privateKey) };
}

/** The public half, by its id; undefined when there is no key of this id. */
export function verificationKey(ctx: Context, kid: string): KeyObject | undefined {
  const { key } = ctx.state(signingKeySlot);
  return key?.kid === kid ? createPublicKey(key.privateKey) : undefined;
}

/** As the issuers' `/keys` shows it. */
export function publicJwk(ctx: Context): JsonWebKey & { kid: string } {
  const { kid, privateKey } = signingKey(ctx);
  const jwk = createPublicKey(privateKey).export({ format: "jwk" });
  return { ...jwk, kid, alg: "RS256", use: "sig" };
}

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = createHash("sha1")
    .update(publicKey.export({ format: "der", type: "spki" }))
    .digest("hex");
  return { kid, privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString() };
}

function keyObject(pem: string): KeyObject {
  return createPrivateKey(pem);
}
