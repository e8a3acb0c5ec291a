import { ServiceError } from "../errors.ts";
import { bodyText, type WireRequest } from "../wire.ts";
import { fromJson, toJson } from "./json.ts";
import { byName, type Protocol } from "./protocol.ts";

const contentType = "application/x-amz-json-1.1";

/** KMS, ECR, CloudWatch Logs, CloudTrail: the operation stands in `X-Amz-Target`, everything else in one JSON document. */
export function awsJson(): Protocol {
  return {
    name: "awsJson",
    router: (operations) => {
      const known = byName(operations);
      return (request) => {
        const target = request.headers["x-amz-target"];
        if (target === undefined)
          throw new ServiceError("MissingAction", "The request must contain the header X-Amz-Target", 400);
        const name = target.slice(target.lastIndexOf(".") + 1);
        const operation = known.get(name);
        return operation ? { operation } : { missing: name };
      };
    },
    readInput: ({ operation }, request) =>
      operation.input.isStructSchema() ? fromJson(operation.input, parseJson(request)) : {},
    writeOutput: ({ output }, value, { requestId }) => ({
      status: 200,
      headers: { "content-type": contentType, "x-amzn-requestid": requestId },
      body: output.isStructSchema() ? JSON.stringify(toJson(output, value ?? {})) : "",
    }),
    // KMS's and CloudTrail's models carry the statuses of a query protocol, which these services do not send.
    writeFault: ({ code, status, message, members, headers, query, sender }, { requestId }) => ({
      status: query && sender ? 400 : status,
      headers: { "content-type": contentType, "x-amzn-requestid": requestId, ...headers },
      body: JSON.stringify({ __type: code, message, ...members }),
    }),
  };
}

/** The body as JSON; an empty one is an empty object. @throws ServiceError `SerializationException` when it does not parse. */
export function parseJson(request: WireRequest): unknown {
  if (request.body.byteLength === 0) return {};
  try {
    return JSON.parse(bodyText(request));
  } catch (error) {
    throw new ServiceError(
      "SerializationException",
      `The body is not JSON: ${(error as Error).message}`,
      400,
    );
  }
}
