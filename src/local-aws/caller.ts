import type { Caller } from "./context.ts";

/** The account of requests whose access key names none. */
export const defaultAccount = "123456789012";

/** The user by whom an account is administered from outside. */
export function administratorOf(account: string, accessKeyId: string, signedRegion?: string): Caller {
  return {
    kind: "user",
    administrator: true,
    account,
    arn: `arn:aws:iam::${account}:user/administrator`,
    userId: "AIDALOCALADMINISTRAT",
    accessKeyId,
    signedRegion,
  };
}

/** Nobody in particular: who sends what is not signed, and in whose name time passes. */
export const nobody: Caller = {
  kind: "anonymous",
  account: "",
  arn: "",
  userId: "",
  accessKeyId: "",
  signedRegion: undefined,
};

/** A service of AWS that acts by itself, for a resource of an account: `aws:SourceArn` and `aws:SourceAccount`. */
export function serviceCaller(
  service: string,
  source: { readonly sourceArn?: string; readonly sourceAccount?: string } = {},
): Caller {
  return { ...nobody, kind: "service", service, ...source };
}

/** Who acts as a role: its sessions, however they began. */
export function roleCaller(
  { arn, id, name }: { readonly arn: string; readonly id: string; readonly name: string },
  session: string,
): Caller {
  const account = arn.split(":")[4] ?? "";
  return {
    ...nobody,
    kind: "role",
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    roleArn: arn,
    userId: `${id}:${session}`,
  };
}
