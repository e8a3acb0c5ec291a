import { describe, expect, it } from "vitest";
import { testAws } from "./test-aws.ts";

const scope = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20261123/ap-southeast-1/${service}/aws4_request, Signature=0`;

describe("the embedded AWS", () => {
  it.each([
    ["application/x-amz-json-1.1", "dynamodb", { "x-amz-target": "DynamoDB_20120810.ListTables" }],
    ["text/xml", "sns", { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }],
    ["application/json", "lambda", { accept: "*/*" }],
    ["application/xml", "route53", {}],
  ])(
    "names a service that it does not have in %s, as its client reads it",
    async (contentType, service, headers) => {
      const { aws } = testAws();
      const answer = await aws.handle({
        method: "POST",
        path: "/",
        query: "",
        headers: { ...headers, authorization: scope(service) },
        body: new Uint8Array(),
        secure: false,
      });
      expect(answer.status).toBe(501);
      expect(answer.headers["content-type"]).toBe(contentType);
      const quote = contentType.includes("json") ? '\\"' : "&quot;";
      expect(answer.body).toContain(`has no service ${quote}${service}${quote}`);
    },
  );
});
