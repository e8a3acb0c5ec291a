import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { testAws } from "../../test-aws.ts";

async function testTemplate() {
  const test = testAws();
  const ec2 = test.client(EC2Client);
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: "nodes",
      LaunchTemplateData: {
        InstanceType: "t3.medium",
        MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1 },
        BlockDeviceMappings: [
          { DeviceName: "/dev/xvda", Ebs: { Encrypted: true, VolumeSize: 20, VolumeType: "gp3" } },
        ],
      },
    }),
  );
  const LaunchTemplateId = LaunchTemplate?.LaunchTemplateId ?? "";
  return {
    ec2,
    LaunchTemplateId,
    async versions(...Versions: string[]) {
      const found = await ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions }));
      return found.LaunchTemplateVersions ?? [];
    },
    add: (props: object) =>
      ec2.send(
        new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, LaunchTemplateData: {}, ...props }),
      ),
  };
}

describe("a launch template", () => {
  it("starts with version 1 as its default, and answers what it was given", async () => {
    const { versions } = await testTemplate();
    expect(await versions()).toMatchObject([
      {
        VersionNumber: 1,
        DefaultVersion: true,
        CreatedBy: "arn:aws:iam::123456789012:user/administrator",
        LaunchTemplateData: {
          InstanceType: "t3.medium",
          MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1, State: "applied" },
          BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true, VolumeSize: 20 } }],
        },
      },
    ]);
  });

  it("adds versions, built upon a source or not, and moves its default when told", async () => {
    const { ec2, LaunchTemplateId, versions, add } = await testTemplate();
    await add({ SourceVersion: "1", LaunchTemplateData: { InstanceType: "t3.large" } });
    await add({ LaunchTemplateData: { InstanceType: "m5.large" } });
    const [latest] = await versions("$Latest");
    expect(latest?.LaunchTemplateData).toEqual({ InstanceType: "m5.large" });
    expect((await versions("2"))[0]?.LaunchTemplateData).toMatchObject({
      InstanceType: "t3.large",
      MetadataOptions: { HttpTokens: "required" },
    });
    expect((await versions("$Default"))[0]?.VersionNumber).toBe(1);
    const { LaunchTemplate } = await ec2.send(
      new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: "3" }),
    );
    expect(LaunchTemplate).toMatchObject({ DefaultVersionNumber: 3, LatestVersionNumber: 3 });
    expect((await versions()).map(({ DefaultVersion }) => DefaultVersion)).toEqual([false, false, true]);
  });

  it("loses versions, but not its default one, and uses no number twice", async () => {
    const { ec2, LaunchTemplateId, versions, add } = await testTemplate();
    const small = { LaunchTemplateData: { InstanceType: "t3.small" } } as const;
    await add(small);
    const removed = await ec2.send(
      new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ["1", "2", "9"] }),
    );
    expect(removed.SuccessfullyDeletedLaunchTemplateVersions?.map((v) => v.VersionNumber)).toEqual([2]);
    expect(removed.UnsuccessfullyDeletedLaunchTemplateVersions?.map((v) => v.VersionNumber)).toEqual([1, 9]);
    expect((await add(small)).LaunchTemplateVersion?.VersionNumber).toBe(3);
    await expect(versions("2")).rejects.toMatchObject({ name: "InvalidLaunchTemplateId.VersionNotFound" });
    const word = new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ["newest"] });
    await expect(ec2.send(word)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("has a name of its own, is found by it, and is gone once deleted", async () => {
    const { ec2, LaunchTemplateId } = await testTemplate();
    const again = new CreateLaunchTemplateCommand({
      LaunchTemplateName: "nodes",
      LaunchTemplateData: { InstanceType: "t3.small" },
    });
    await expect(ec2.send(again)).rejects.toMatchObject({
      name: "InvalidLaunchTemplateName.AlreadyExistsException",
      message: "Launch template name already in use.",
    });
    const byName = () => ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ["nodes"] }));
    expect((await byName()).LaunchTemplates?.[0]?.LaunchTemplateId).toBe(LaunchTemplateId);
    await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: "nodes" }));
    await expect(byName()).rejects.toMatchObject({ name: "InvalidLaunchTemplateName.NotFoundException" });
    const byId = new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [LaunchTemplateId] });
    await expect(ec2.send(byId)).rejects.toMatchObject({
      name: "InvalidLaunchTemplateId.NotFound",
      message: `The specified launch template, with template ID ${LaunchTemplateId}, does not exist.`,
    });
  });
});
