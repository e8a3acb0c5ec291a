import { credentialScope } from "./credential-scope.ts";
import { type Fault, faultOf } from "./fault.ts";
import { awsJson } from "./protocols/aws-json.ts";
import type { Protocol } from "./protocols/protocol.ts";
import { awsQuery } from "./protocols/query.ts";
import { restJson } from "./protocols/rest-json.ts";
import { restXml } from "./protocols/rest-xml.ts";
import type { Service } from "./service.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/** What a thrown value tells the caller. A bug of ours answers 500 and goes to the log with its stack. */
export function faultFor(error: unknown, service: Service | undefined): Fault {
  const known = faultOf(error, service?.namespace ?? "");
  if (known) return known;
  console.error(error);
  return {
    code: "InternalError",
    status: 500,
    message: `A bug of the embedded AWS: ${error instanceof Error ? error.message : String(error)}`,
    members: {},
    sender: false,
  };
}

/** A refusal in the service's own format. */
export function refusal(
  fault: Fault,
  service: Service | undefined,
  request: WireRequest,
  requestId: string,
): WireResponse {
  const protocol = service?.protocol ?? guessProtocol(request);
  return protocol.writeFault(fault, { requestId }, request);
}

/** The services besides S3 that speak XML over REST, by which nothing in a request tells them from those with JSON. */
const xmlOverRest = new Set(["cloudfront", "route53", "s3-object-lambda", "s3-outposts", "s3express"]);

/** The format of an answer for a service that is not there: its client reads only its own. */
function guessProtocol(request: WireRequest): Protocol {
  const { headers } = request;
  if (headers["x-amz-target"] !== undefined) return awsJson();
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded"))
    return awsQuery({ xmlNamespace: "" });
  const xml = xmlOverRest.has(credentialScope(request)?.service ?? "") || headers.accept?.includes("xml");
  return xml ? restXml({ xmlNamespace: "" }) : restJson();
}
