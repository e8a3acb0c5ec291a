import {
  CreateLaunchTemplateCommand,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { once } from "./client-tokens.ts";
import { missingParameter } from "./errors.ts";
import { addVersion, versionNumber, warningAbout } from "./launch-template-versions.ts";
import { requireRoom } from "./limits.ts";
import { type FilterFields, listing } from "./listing.ts";
import { kinds } from "./resource-kinds.ts";
import { ec2Slot, find, type LaunchTemplateRecord } from "./state.ts";
import { specifiedTags } from "./tags.ts";

export const createLaunchTemplate = operation(CreateLaunchTemplateCommand, (input, ctx) => {
  const LaunchTemplate = once(ctx, "CreateLaunchTemplate", input.ClientToken, kinds.launchTemplate, () => {
    const LaunchTemplateName = input.LaunchTemplateName ?? "";
    if (templateNamed(ctx, LaunchTemplateName))
      throw new ServiceError(
        "InvalidLaunchTemplateName.AlreadyExistsException",
        "Launch template name already in use.",
      );
    requireRoom(ctx, "ec2:launch-templates", ctx.state(ec2Slot).launchTemplates.size + 1);
    const template: LaunchTemplateRecord = {
      LaunchTemplateId: ctx.ids.resource("lt"),
      LaunchTemplateName,
      CreateTime: ctx.now(),
      CreatedBy: ctx.caller.arn,
      DefaultVersionNumber: 1,
      LatestVersionNumber: 0,
      Operator: { Managed: false },
      Tags: specifiedTags(input.TagSpecifications, "launch-template"),
      versions: new Map(),
    };
    addVersion(ctx, template, input.LaunchTemplateData, input.VersionDescription);
    ctx.state(ec2Slot).launchTemplates.set(template.LaunchTemplateId, template);
    return template;
  });
  return { LaunchTemplate, Warning: warningAbout(input.LaunchTemplateData ?? {}) };
});

export const describeLaunchTemplates = operation(DescribeLaunchTemplatesCommand, (input, ctx) => {
  const named = input.LaunchTemplateNames?.map(
    (name) => findLaunchTemplate(ctx, undefined, name).LaunchTemplateId,
  );
  const ids = [...(input.LaunchTemplateIds ?? []), ...(named ?? [])];
  const { page, NextToken } = listing(ctx, kinds.launchTemplate, ids, input, fields);
  return { LaunchTemplates: page, NextToken };
});

export const modifyLaunchTemplate = operation(ModifyLaunchTemplateCommand, (input, ctx) => {
  const LaunchTemplate = findLaunchTemplate(ctx, input.LaunchTemplateId, input.LaunchTemplateName);
  if (input.DefaultVersion)
    LaunchTemplate.DefaultVersionNumber = versionNumber(LaunchTemplate, input.DefaultVersion);
  return { LaunchTemplate };
});

export const deleteLaunchTemplate = operation(DeleteLaunchTemplateCommand, (input, ctx) => {
  const LaunchTemplate = findLaunchTemplate(ctx, input.LaunchTemplateId, input.LaunchTemplateName);
  ctx.state(ec2Slot).launchTemplates.delete(LaunchTemplate.LaunchTemplateId);
  return { LaunchTemplate };
});

/** The launch template of that id or, without one, of that name. @throws ServiceError `InvalidLaunchTemplateId.NotFound` */
export function findLaunchTemplate(
  ctx: Context,
  id: string | undefined,
  name: string | undefined,
): LaunchTemplateRecord {
  if (id) return find(ctx, kinds.launchTemplate, id);
  if (!name) throw missingParameter("LaunchTemplateId");
  const template = templateNamed(ctx, name);
  if (template) return template;
  throw new ServiceError(
    "InvalidLaunchTemplateName.NotFoundException",
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

function templateNamed(ctx: Context, name: string): LaunchTemplateRecord | undefined {
  for (const template of ctx.state(ec2Slot).launchTemplates.values())
    if (template.LaunchTemplateName === name) return template;
  return undefined;
}

const fields: FilterFields<LaunchTemplateRecord> = {
  "create-time": ({ CreateTime }) => CreateTime?.toISOString(),
  "launch-template-name": ({ LaunchTemplateName }) => LaunchTemplateName,
};
