import { CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { expect, it } from "vitest";
import { LocalAws } from "../local-aws/local-aws.ts";
import { memoryTransport } from "../local-aws/memory-transport.ts";
import { services } from "../local-aws/services/index.ts";
import { findTagged } from "./tagged.ts";

const account = "123456789012";

it("finds everything that carries all of the tags", async () => {
  const credentials = { accessKeyId: account, secretAccessKey: "local" };
  const requestHandler = memoryTransport(new LocalAws({ services, seed: 1 }));
  const access = { endpoint: "http://127.0.0.1", credentials, requestHandler };
  const place = { account, region: "ap-southeast-1", access };
  const ec2 = new EC2Client({ region: place.region, ...access });
  for (const Value of ["dev", "prod"]) {
    const Tags = [
      { Key: "Project", Value: "retail-forecast" },
      { Key: "Environment", Value },
    ];
    const TagSpecifications = [{ ResourceType: "vpc" as const, Tags }];
    await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16", TagSpecifications }));
  }
  const tags = { Project: "retail-forecast", Environment: "dev" };
  const found = await findTagged(place, tags);
  expect(found).toEqual([
    { arn: expect.stringMatching(/^arn:aws:ec2:ap-southeast-1:123456789012:vpc\/vpc-/), tags },
  ]);
});
