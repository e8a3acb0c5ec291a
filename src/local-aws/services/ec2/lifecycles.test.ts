import {
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateVpcEndpointCommand,
  DeleteNatGatewayCommand,
  DeleteSubnetCommand,
  DeleteVpcEndpointsCommand,
  DescribeNatGatewaysCommand,
  DescribeVpcEndpointsCommand,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testNetwork } from "./test-network.ts";

/** A network on AWS's own time, whose clock goes on only when told. */
async function slowNetwork() {
  let time = Date.parse("2026-11-23T12:00:00Z");
  const network = await testNetwork({ awsTime: "real", now: () => new Date(time) });
  const { ec2, vpcId: VpcId } = network;
  return {
    ...network,
    VpcId,
    SubnetId: await network.subnet("10.0.0.0/24"),
    wait: (seconds: number) => {
      time += seconds * 1000;
    },
    async gateway(id: string) {
      const found = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }));
      return found.NatGateways?.[0];
    },
  };
}

const refused = (call: Promise<unknown>, name: string) => expect(call).rejects.toMatchObject({ name });

describe("a NAT gateway on AWS's time", () => {
  it("is pending for a while, in which no route can lead to it", async () => {
    const { ec2, VpcId, SubnetId, address, internetGateway, wait, gateway } = await slowNetwork();
    await internetGateway();
    const made = await ec2.send(new CreateNatGatewayCommand({ SubnetId, AllocationId: await address() }));
    const NatGatewayId = made.NatGateway?.NatGatewayId ?? "";
    expect(made.NatGateway?.State).toBe("pending");
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const route = () =>
      ec2.send(
        new CreateRouteCommand({
          RouteTableId: RouteTable?.RouteTableId,
          DestinationCidrBlock: "0.0.0.0/0",
          NatGatewayId,
        }),
      );
    wait(60);
    expect((await gateway(NatGatewayId))?.State).toBe("pending");
    await refused(route(), "InvalidNatGatewayID.NotFound");
    wait(60);
    expect((await gateway(NatGatewayId))?.State).toBe("available");
    await route();
  });

  it("fails only after that while, and can be deleted then", async () => {
    const { ec2, SubnetId, address, wait, gateway } = await slowNetwork();
    const made = await ec2.send(new CreateNatGatewayCommand({ SubnetId, AllocationId: await address() }));
    const id = made.NatGateway?.NatGatewayId ?? "";
    const before = await gateway(id);
    expect([before?.State, before?.FailureCode]).toEqual(["pending", undefined]);
    wait(120);
    expect(await gateway(id)).toMatchObject({ State: "failed", FailureCode: "Gateway.NotAttached" });
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: id }));
    wait(90);
    expect((await gateway(id))?.State).toBe("deleted");
  });

  it("keeps its address and its place in the subnet until it is gone", async () => {
    const { ec2, SubnetId, address, internetGateway, wait, gateway, aws } = await slowNetwork();
    await internetGateway();
    const AllocationId = await address();
    const made = await ec2.send(new CreateNatGatewayCommand({ SubnetId, AllocationId }));
    const NatGatewayId = made.NatGateway?.NatGatewayId ?? "";
    wait(120);
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
    expect((await gateway(NatGatewayId))?.State).toBe("deleting");
    expect(aws.inventory().map(({ id }) => id)).toContain(NatGatewayId);
    const release = () => ec2.send(new ReleaseAddressCommand({ AllocationId }));
    const removeSubnet = () => ec2.send(new DeleteSubnetCommand({ SubnetId }));
    await refused(release(), "AuthFailure");
    await refused(removeSubnet(), "DependencyViolation");
    wait(90);
    expect((await gateway(NatGatewayId))?.State).toBe("deleted");
    await release();
    await removeSubnet();
  });

  it("that is deleted while pending never becomes available", async () => {
    const { ec2, SubnetId, address, internetGateway, wait, gateway } = await slowNetwork();
    await internetGateway();
    const made = await ec2.send(new CreateNatGatewayCommand({ SubnetId, AllocationId: await address() }));
    const NatGatewayId = made.NatGateway?.NatGatewayId ?? "";
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
    wait(200);
    expect((await gateway(NatGatewayId))?.State).toBe("deleted");
  });
});

describe("an endpoint on AWS's time", () => {
  const endpointOf = async (type: "Gateway" | "Interface") => {
    const network = await slowNetwork();
    const { ec2, VpcId, SubnetId } = network;
    const made = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        VpcEndpointType: type,
        ServiceName: `com.amazonaws.ap-southeast-1.${type === "Gateway" ? "s3" : "sts"}`,
        PrivateDnsEnabled: type === "Gateway" ? undefined : false,
        SubnetIds: type === "Gateway" ? undefined : [SubnetId],
      }),
    );
    const id = made.VpcEndpoint?.VpcEndpointId ?? "";
    return {
      ...network,
      made: made.VpcEndpoint,
      remove: () => ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] })),
      state: async () => {
        const found = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
        return found.VpcEndpoints?.[0]?.State;
      },
    };
  };

  it("to an interface is pending, then available; deleting, then gone with its interfaces", async () => {
    const { ec2, made, state, remove, wait, SubnetId } = await endpointOf("Interface");
    expect(made?.State).toBe("pending");
    wait(100);
    expect(await state()).toBe("available");
    await remove();
    await remove();
    expect(await state()).toBe("deleting");
    const removeSubnet = () => ec2.send(new DeleteSubnetCommand({ SubnetId }));
    await refused(removeSubnet(), "DependencyViolation");
    wait(60);
    await refused(state(), "InvalidVpcEndpointId.NotFound");
    await removeSubnet();
  });

  it("to an interface that is deleted while pending never becomes available", async () => {
    const { state, remove, wait } = await endpointOf("Interface");
    wait(50);
    await remove();
    wait(55);
    expect(await state()).toBe("deleting");
    wait(5);
    await refused(state(), "InvalidVpcEndpointId.NotFound");
  });

  it("to a gateway is there at once and gone at once", async () => {
    const { made, state, remove } = await endpointOf("Gateway");
    expect(made?.State).toBe("available");
    await remove();
    await refused(state(), "InvalidVpcEndpointId.NotFound");
  });
});
