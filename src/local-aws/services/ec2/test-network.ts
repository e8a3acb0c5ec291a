import {
  AllocateAddressCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { type TestAws, testAws } from "../../test-aws.ts";

/** A VPC of 10.0.0.0/16 in a fresh embedded AWS, and short ways to put things into it, for tests. */
export async function testNetwork(options: Parameters<typeof testAws>[0] = {}) {
  const test: TestAws = testAws(options);
  const ec2 = test.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const vpcId = Vpc?.VpcId ?? "";
  return {
    ...test,
    ec2,
    vpcId,
    async subnet(CidrBlock: string, zone = "a"): Promise<string> {
      const AvailabilityZone = `ap-southeast-1${zone}`;
      const { Subnet } = await ec2.send(
        new CreateSubnetCommand({ VpcId: vpcId, CidrBlock, AvailabilityZone }),
      );
      return Subnet?.SubnetId ?? "";
    },
    async internetGateway(): Promise<string> {
      const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
      const InternetGatewayId = InternetGateway?.InternetGatewayId ?? "";
      await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
      return InternetGatewayId;
    },
    async address(): Promise<string> {
      return (await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }))).AllocationId ?? "";
    },
  };
}
