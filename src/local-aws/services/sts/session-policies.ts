import { deflateRawSync } from "node:zlib";
import { MalformedPolicyDocumentException, PackedPolicyTooLargeException } from "@aws-sdk/client-sts";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import type { NamedPolicy } from "../../iam/access.ts";
import { policyProblems } from "../../iam/grammar.ts";
import { defaultDocument, findPolicy } from "../iam/find.ts";

interface SessionInput {
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn?: string }[];
  readonly Tags?: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];
}

/** The policies that a session is handed; undefined when there are none. @throws MalformedPolicyDocumentException, ServiceError `ValidationError` */
export function sessionPolicies(
  ctx: Context,
  { Policy, PolicyArns = [] }: SessionInput,
): NamedPolicy[] | undefined {
  if (Policy === undefined && PolicyArns.length === 0) return undefined;
  const [problem] = Policy === undefined ? [] : policyProblems(Policy, "session");
  if (problem) throw exception(MalformedPolicyDocumentException, problem.message);
  const inline = Policy === undefined ? [] : [{ name: "session policy", document: Policy }];
  return [...inline, ...PolicyArns.map(({ arn = "" }) => managed(ctx, arn))];
}

function managed(ctx: Context, arn: string): NamedPolicy {
  const policy = findPolicy(ctx, arn);
  if (!policy)
    throw new ServiceError("ValidationError", `Policy ${arn} does not exist or is not attachable.`);
  return { name: arn, document: defaultDocument(policy) };
}

/** What AWS's compressed form of policies and tags holds at most here, in bytes; the real figure is not published. */
const packedBytes = 2048;

/** How much of the room for session policies and tags is used, in percent. @throws PackedPolicyTooLargeException */
export function packedPolicySize({ Policy, PolicyArns = [], Tags = [] }: SessionInput): number | undefined {
  if (Policy === undefined && PolicyArns.length === 0 && Tags.length === 0) return undefined;
  const packed = deflateRawSync(JSON.stringify([Policy, PolicyArns, Tags])).byteLength;
  const percent = Math.ceil((100 * packed) / packedBytes);
  if (percent > 100)
    throw exception(
      PackedPolicyTooLargeException,
      `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    );
  return percent;
}
