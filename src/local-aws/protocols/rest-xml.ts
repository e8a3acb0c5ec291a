import type { NormalizedSchema } from "@smithy/core/schema";
import { bodyText, type WireRequest } from "../wire.ts";
import { malformedXml, wrongArgument } from "./malformed.ts";
import type { Protocol } from "./protocol.ts";
import { readXml } from "./read-xml.ts";
import { payloadMember, readBindings, writeBindings } from "./rest.ts";
import { restRouter } from "./routes.ts";
import { kindOf, membersOf } from "./scalar.ts";
import { escapeMessage, escapeXml, isBoundToHttp, xmlMembersWriter } from "./xml.ts";

interface RestXmlOptions {
  readonly xmlNamespace: string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** S3: resources in the path, settings in headers and the query, XML or plain bytes in the body. */
export function restXml({ xmlNamespace }: RestXmlOptions): Protocol {
  return {
    name: "restXml",
    router: restRouter,
    readInput: ({ operation, labels }, request) => ({
      ...readBody(operation.input, request),
      ...readBindings(operation.input, request, labels ?? {}, wrongArgument),
    }),
    writeOutput: (operation, value, { requestId }) => {
      const struct = (value ?? {}) as Record<string, unknown>;
      const { status, headers } = writeBindings(operation, struct);
      const body = writeBody(operation.output, struct, xmlNamespace);
      if (typeof body === "string" && body !== "") headers["content-type"] ??= "application/xml";
      headers["x-amz-request-id"] = requestId;
      // The model does not say so, HTTP does: a part of a document travels with status 206.
      return { status: headers["content-range"] ? 206 : status, headers, body };
    },
    writeFault: ({ code, status, message, members, headers }, { requestId }, { method, path }) => {
      const extra = Object.entries(members).map(
        ([name, text]) => `<${name}>${escapeMessage(String(text))}</${name}>`,
      );
      const bodiless = method === "HEAD" || status === 304;
      return {
        status,
        headers: {
          ...(bodiless ? {} : { "content-type": "application/xml" }),
          "x-amz-request-id": requestId,
          ...headers,
        },
        body: bodiless
          ? ""
          : `${declaration}<Error><Code>${code}</Code><Message>${escapeMessage(message)}</Message>${extra.join("")}<Resource>${escapeMessage(path)}</Resource><RequestId>${requestId}</RequestId></Error>`,
      };
    },
  };
}

function readBody(input: NormalizedSchema, request: WireRequest): Record<string, unknown> {
  const payload = payloadMember(input);
  if (!payload) return {};
  const [name, member] = payload;
  const kind = kindOf(member);
  if (kind === "blob") return { [name]: request.body };
  if (kind === "string") return { [name]: bodyText(request) };
  try {
    return { [name]: readXml(member, bodyText(request)) };
  } catch {
    throw malformedXml();
  }
}

function writeBody(
  output: NormalizedSchema,
  value: Record<string, unknown>,
  xmlNamespace: string,
): string | Uint8Array {
  if (!output.isStructSchema()) return "";
  const payload = payloadMember(output);
  if (payload) return writePayload(payload[1], value[payload[0]], xmlNamespace);
  const inBody = membersOf(output).filter(([, member]) => !isBoundToHttp(member));
  const [only] = inBody;
  if (!only) return "";
  const tag = (output.getMergedTraits().xmlName as string | undefined) ?? output.getName() ?? "";
  // `s3UnwrappedXmlOutput`: GetBucketLocation's one member is the document itself.
  if (inBody.length === 1 && only[0] === tag)
    return document(tag, xmlNamespace, escapeXml(String(value[tag] ?? "")));
  return document(tag, xmlNamespace, xmlMembersWriter(output)(value));
}

function writePayload(member: NormalizedSchema, value: unknown, xmlNamespace: string): string | Uint8Array {
  if (value === undefined || value === null) return "";
  if (!member.isStructSchema()) return value as string | Uint8Array;
  const tag = (member.getMergedTraits().xmlName as string | undefined) ?? member.getName() ?? "";
  return document(tag, xmlNamespace, xmlMembersWriter(member)(value));
}

function document(tag: string, xmlNamespace: string, inner: string): string {
  return `${declaration}<${tag} xmlns="${xmlNamespace}">${inner}</${tag}>`;
}
