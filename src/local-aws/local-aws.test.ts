import { describe, expect, it } from "vitest";
import { testAws } from "./test-aws.ts";

const scope = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20261123/ap-southeast-1/${service}/aws4_request, Signature=0`;

describe("the embedded AWS", () => {
  it.each([
    ["application/x-amz-json-1.1", { "x-amz-target": "DynamoDB_20120810.ListTables" }],
    ["text/xml", { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }],
    ["application/json", { accept: "*/*" }],
  ])("names a service that it does not have in %s, as its client reads it", async (contentType, headers) => {
    const { aws } = testAws();
    const answer = await aws.handle({
      method: "POST",
      path: "/",
      query: "",
      headers: { ...headers, authorization: scope("dynamodb") },
      body: new Uint8Array(),
      secure: false,
    });
    expect(answer.status).toBe(501);
    expect(answer.headers["content-type"]).toBe(contentType);
    expect(answer.body).toContain(
      "has no service &quot;dynamodb&quot;".replaceAll(
        "&quot;",
        contentType.includes("json") ? '\\"' : "&quot;",
      ),
    );
  });
});
