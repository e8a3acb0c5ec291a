import { parseJson } from "./aws-json.ts";
import { fromJson, toJson } from "./json.ts";
import { serialization } from "./malformed.ts";
import type { Protocol } from "./protocol.ts";
import { payloadMember, readBindings, writeBindings } from "./rest.ts";
import { restRouter } from "./routes.ts";

/** EKS: resources in the path, JSON in the body. */
export function restJson(): Protocol {
  return {
    name: "restJson",
    router: restRouter,
    readInput: ({ operation, labels }, request) => {
      const payload = payloadMember(operation.input);
      const body =
        request.body.byteLength === 0 || !operation.input.isStructSchema() ? {} : parseJson(request);
      const fromBody = payload
        ? { [payload[0]]: fromJson(payload[1], body) }
        : (fromJson(operation.input, body) as object);
      return { ...fromBody, ...readBindings(operation.input, request, labels ?? {}, wrongText) };
    },
    writeOutput: (operation, value, { requestId }) => {
      const struct = (value ?? {}) as Record<string, unknown>;
      const { status, headers } = writeBindings(operation, struct);
      const payload = payloadMember(operation.output);
      const json = payload
        ? toJson(payload[1], struct[payload[0]])
        : operation.output.isStructSchema()
          ? toJson(operation.output, struct)
          : undefined;
      return {
        status,
        headers: { "content-type": "application/json", "x-amzn-requestid": requestId, ...headers },
        body: json === undefined ? "" : JSON.stringify(json),
      };
    },
    writeFault: ({ code, status, message, members, headers }, { requestId }) => ({
      status,
      headers: {
        "content-type": "application/json",
        "x-amzn-errortype": code,
        "x-amzn-requestid": requestId,
        ...headers,
      },
      body: JSON.stringify({ message, ...members }),
    }),
  };
}

function wrongText(_name: string, _text: string, kind: string): Error {
  return serialization(
    `STRING_VALUE can not be converted to an ${kind === "number" ? "Integer" : "Boolean"}`,
  );
}
