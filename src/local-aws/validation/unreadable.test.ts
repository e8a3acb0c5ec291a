import { describe, expect, it } from "vitest";
import { testAws } from "../test-aws.ts";

interface Sent {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends what no SDK would write, signed for a service. */
async function send({ service, method = "POST", path = "/", query = "", headers = {}, body = "" }: Sent) {
  const { aws } = testAws();
  const scope = `123456789012/20261123/ap-southeast-1/${service}/aws4_request`;
  const signed = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
  const request = { method, path, query, headers: { ...signed, ...headers }, secure: true };
  const response = await aws.handle({ ...request, body: new TextEncoder().encode(body) });
  return { status: response.status, text: String(response.body) };
}

function form(service: string, parameters: string) {
  return send({
    service,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: parameters,
  });
}

function json(service: string, target: string, body: object) {
  return send({ service, headers: { "x-amz-target": target }, body: JSON.stringify(body) });
}

describe("A parameter that an operation does not have", () => {
  it.each([
    ["ec2", "Action=DescribeVpcs&Version=2016-11-15&Foo=1", "UnknownParameter", "Foo"],
    ["ec2", "Action=DescribeVpcs&Filter.1.Nam=vpc-id", "UnknownParameter", "Filter.1.Nam"],
    ["ec2", "Action=CreateTags&Tag.1.Key.Deep=x&ResourceId.1=vpc-1", "UnknownParameter", "Tag.1.Key.Deep"],
    ["ec2", "Action=DescribeVpcs&VpcId=vpc-1", "UnknownParameter", "VpcId"],
    ["ec2", "Action=DescribeVpcs&Filter.Name=vpc-id", "UnknownParameter", "Filter.Name"],
    ["iam", "Action=TagUser&UserName=a&Tags.1.Key=b", "InvalidQueryParameter", "Tags.1"],
    ["iam", "Action=GetUser&Version=2010-05-08&Usrname=a", "InvalidQueryParameter", "Usrname"],
    ["iam", "Action=GetAccountSummary&Foo=1", "InvalidQueryParameter", "Foo"],
    ["iam", "Action=TagUser&UserName=a&Tags.member.1.Kay=b", "InvalidQueryParameter", "Tags.member.1.Kay"],
  ])("of %s is refused by its name: %s", async (service, parameters, code, name) => {
    const { status, text } = await form(service, parameters);
    expect(status).toBe(400);
    expect(text).toContain(`<Code>${code}</Code><Message>The parameter ${name} is not recognized</Message>`);
  });

  it.each([
    ["ec2", "Action=DescribeVpcs&Version=2016-11-15&VpcId="],
    ["iam", "Action=ListUsers&Version=2010-05-08"],
    ["autoscaling", "Action=DescribeAutoScalingGroups&Version=2011-01-01&AutoScalingGroupNames="],
    ["ec2", "Action=DescribeVpcs&AWSAccessKeyId=a&SignatureVersion=2&Timestamp=2026-11-23T00%3A00%3A00Z"],
  ])("is none of those that clients add: %s %s", async (service, parameters) => {
    expect((await form(service, parameters)).status).toBe(200);
  });

  it("is refused in JSON too, at every depth", async () => {
    const known = { Description: "a key", Tags: [{ TagKey: "a", TagValue: "b" }] };
    expect((await json("kms", "TrentService.CreateKey", known)).status).toBe(200);
    expect((await json("kms", "TrentService.CreateKey", { Descriptoin: "a" })).text).toBe(
      '{"__type":"SerializationException","message":"Unrecognized member: Descriptoin"}',
    );
    expect((await json("kms", "TrentService.CreateKey", { Tags: [{ Key: "a" }] })).text).toContain(
      "Unrecognized member: Key",
    );
  });
});

describe("A value of another type", () => {
  it.each([
    [{ Description: 1 }, "NUMBER_VALUE can not be converted to a String"],
    [{ Description: ["a"] }, "Start of list found where not expected"],
    [{ Description: {} }, "Start of structure or map found where not expected."],
    [{ MultiRegion: "maybe" }, "STRING_VALUE can not be converted to an Boolean"],
    [{ Tags: "a" }, "Expected list or null"],
    [{ Tags: ["a"] }, "Expected null"],
    [{ Tags: [[]] }, "Start of list found where not expected"],
  ])("is refused in JSON: %j", async (input, message) => {
    const { status, text } = await json("kms", "TrentService.CreateKey", input);
    expect([status, JSON.parse(text)]).toEqual([400, { __type: "SerializationException", message }]);
  });

  it("is refused in a path's query", async () => {
    const { text } = await send({
      service: "eks",
      method: "GET",
      path: "/clusters",
      query: "maxResults=many",
    });
    expect(text).toContain("STRING_VALUE can not be converted to an Integer");
  });

  it("is refused in forms", async () => {
    const { text } = await form("ec2", "Action=DescribeVpcs&MaxResults=many");
    expect(text).toContain(
      "<Code>InvalidParameterValue</Code><Message>Value (many) for parameter MaxResults is",
    );
    expect((await form("iam", "Action=ListUsers&MaxItems=many")).text).toContain(
      "<Code>MalformedInput</Code>",
    );
  });

  it("is refused in S3's queries", async () => {
    await send({ service: "s3", method: "PUT", path: "/data" });
    const { text } = await send({ service: "s3", method: "GET", path: "/data", query: "max-keys=many" });
    expect(text).toContain(
      "<Code>InvalidArgument</Code><Message>Provided max-keys not an integer or within integer range</Message><ArgumentName>max-keys</ArgumentName><ArgumentValue>many</ArgumentValue>",
    );
  });
});

describe("A document of S3's", () => {
  const put = (query: string, body: string) =>
    send({ service: "s3", method: "PUT", path: "/data", query, body });
  const rule = (inner: string) =>
    `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>${inner}</Rule></LifecycleConfiguration>`;
  const days = (text: string) =>
    rule(`<Status>Enabled</Status><Filter/><Expiration><Days>${text}</Days></Expiration>`);

  it.each([
    ["names what there is not", rule("<Stats>Enabled</Stats>")],
    ["lacks what must be", rule("<Filter/>")],
    ["has a text for a number", days("ten")],
    ["has a text for an element", rule("<Status>Enabled</Status><Filter>all</Filter>")],
    ["is another one", "<Tagging><TagSet/></Tagging>"],
    ["is none", "{}"],
  ])("that %s is malformed", async (_what, body) => {
    expect((await put("lifecycle", body)).text).toContain("<Code>MalformedXML</Code>");
  });

  it("that is not there is missed", async () => {
    expect((await put("versioning", "")).text).toContain("<Code>MissingRequestBodyError</Code>");
  });

  it("may say where its names come from", async () => {
    const grant =
      '<AccessControlPolicy xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><AccessControlList><Grant><Grantee xsi:type="CanonicalUser"><ID>a</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>';
    const { text } = await put("acl", grant);
    expect(text).not.toContain("MalformedXML");
    expect((await put("lifecycle", days("10"))).text).not.toContain("MalformedXML");
  });
});
