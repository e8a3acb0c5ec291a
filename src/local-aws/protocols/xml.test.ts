import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect, it } from "vitest";
import { testAws } from "../test-aws.ts";
import { escapeMessage, escapeXml } from "./xml.ts";

it("escapes what XML has a meaning for", () => {
  expect(escapeXml('a<b>&"c"\r')).toBe("a&lt;b&gt;&amp;&quot;c&quot;&#xD;");
});

it("leaves out of messages what no XML document may hold", () => {
  expect(escapeMessage("a\u0000b\u000bc\u001fd\ufffee\tf\ng <")).toBe(
    "a\ufffdb\ufffdc\ufffdd\ufffde\tf\ng &lt;",
  );
});

it("refuses requests with unwritable characters in words that can be read", async () => {
  const { client } = testAws();
  const vpc = client(EC2Client).send(new DescribeVpcsCommand({ VpcIds: ["a\u000b"] }));
  await expect(vpc).rejects.toThrow("The vpc ID 'a\ufffd' does not exist");
  const user = client(IAMClient).send(new GetUserCommand({ UserName: "a\u000b" }));
  await expect(user).rejects.toMatchObject({ name: "ValidationError" });
});
