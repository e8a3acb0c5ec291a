import { defaultAccount } from "./caller.ts";
import type { LocalAws } from "./local-aws.ts";
import { mintServiceAccountToken, type ServiceAccountToken } from "./services/sts/service-account-token.ts";
import { publicJwk } from "./services/sts/signing-key.ts";

/** The members of a request for a token, and what each has to look like. */
const members: Readonly<Record<string, RegExp>> = {
  cluster: /^[\w-]+$/,
  issuer: /^https:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/,
  namespace: /^[a-z0-9-]+$/,
  serviceAccount: /^[a-z0-9.-]+$/,
  audience: /^\S+$/,
  seconds: /^[1-9]\d*$/,
  account: /^\d{12}$/,
  region: /^[a-z]{2}(-[a-z]+)+-\d$/,
};

/**
 * A service account's token, as asked for in JSON: `{cluster | issuer, namespace, serviceAccount, audience?, seconds?, account?, region?}`.
 * @throws Error that says what is wrong with the request
 */
export function mintToken(aws: LocalAws, text: string): ServiceAccountToken {
  const asked = readRequest(text);
  const { account = defaultAccount, region = "us-east-1", namespace = "", serviceAccount = "" } = asked;
  const seconds = asked.seconds === undefined ? undefined : Number(asked.seconds);
  const { cluster, issuer, audience } = asked;
  const minted = mintServiceAccountToken(
    { cluster, issuer, audience, namespace, serviceAccount, seconds },
    aws.at({ account, region }),
  );
  aws.store.touch();
  return minted;
}

function readRequest(text: string): Readonly<Record<string, string | undefined>> {
  const given: unknown = JSON.parse(text);
  if (typeof given !== "object" || given === null) throw new Error("The request must be a JSON object.");
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    const pattern = members[name];
    if (!pattern) return `${name} is not known; known are ${Object.keys(members).join(", ")}`;
    return pattern.test(String(value))
      ? []
      : `${name} is ${JSON.stringify(value)}, which does not match ${pattern}`;
  });
  for (const name of ["namespace", "serviceAccount"]) if (!(name in given)) wrong.push(`${name} is missing`);
  if ("cluster" in given === "issuer" in given) wrong.push("either cluster or issuer has to be given");
  if (wrong.length > 0) throw new Error(wrong.join("; "));
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

/** What an issuer publishes below its URL; `/_local/oidc/<id>` stands for the issuer's host. Undefined when it has no such page. */
export function oidcPage(aws: LocalAws, path: string): object | undefined {
  const [, id, page] =
    /^\/_local\/oidc\/([^/]+)\/(\.well-known\/openid-configuration|keys)$/.exec(path) ?? [];
  if (page === "keys") {
    const jwk = publicJwk(aws.at({ account: defaultAccount, region: "us-east-1" }));
    aws.store.touch();
    return { keys: [jwk] };
  }
  if (page === undefined) return undefined;
  const issuer = `${aws.endpoint}/_local/oidc/${id}`;
  return {
    issuer,
    jwks_uri: `${issuer}/keys`,
    authorization_endpoint: "urn:kubernetes:programmatic_authorization",
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    claims_supported: ["sub", "iss"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}
