import {
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplateVersionsCommand,
  type LaunchTemplateVersion,
  type RequestLaunchTemplateData,
  type ResponseLaunchTemplateData,
  type ValidationWarning,
} from "@aws-sdk/client-ec2";
import type { Context } from "../../context.ts";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { badParameter, missingParameter } from "./errors.ts";
import { findLaunchTemplate } from "./launch-templates.ts";
import { requireRoom } from "./limits.ts";
import { type FilterFields, matching, page } from "./listing.ts";
import { ec2Slot, type LaunchTemplateRecord, type Tagged } from "./state.ts";

/** A version starts from the one that it names as its source, and replaces what it says itself. */
export const createLaunchTemplateVersion = operation(CreateLaunchTemplateVersionCommand, (input, ctx) => {
  const template = findLaunchTemplate(ctx, input.LaunchTemplateId, input.LaunchTemplateName);
  const source = input.SourceVersion
    ? template.versions.get(versionNumber(template, input.SourceVersion))?.LaunchTemplateData
    : undefined;
  const data = { ...(source as RequestLaunchTemplateData), ...input.LaunchTemplateData };
  const LaunchTemplateVersion = addVersion(ctx, template, data, input.VersionDescription);
  return { LaunchTemplateVersion, Warning: warningAbout(data) };
});

export const describeLaunchTemplateVersions = operation(
  DescribeLaunchTemplateVersionsCommand,
  (input, ctx) => {
    const all = askedVersions(ctx, input).filter(
      ({ VersionNumber = 0 }) =>
        VersionNumber >= Number(input.MinVersion ?? 1) &&
        VersionNumber <= Number(input.MaxVersion ?? Number.POSITIVE_INFINITY),
    );
    const found = page(matching(all, input.Filters, fields), input, versionId);
    return { LaunchTemplateVersions: found.page, NextToken: found.NextToken };
  },
);

export const deleteLaunchTemplateVersions = operation(DeleteLaunchTemplateVersionsCommand, (input, ctx) => {
  const template = findLaunchTemplate(ctx, input.LaunchTemplateId, input.LaunchTemplateName);
  const { LaunchTemplateId, LaunchTemplateName, DefaultVersionNumber, versions } = template;
  const named = { LaunchTemplateId, LaunchTemplateName };
  const done = [];
  const failed = [];
  for (const asked of input.Versions ?? []) {
    const VersionNumber = requireNumber(asked);
    const item = { ...named, VersionNumber };
    if (VersionNumber === DefaultVersionNumber)
      failed.push({
        ...item,
        ResponseError: {
          Code: "unexpectedError" as const,
          Message: "The default version of a launch template cannot be deleted.",
        },
      });
    else if (versions.delete(VersionNumber)) done.push(item);
    else
      failed.push({
        ...item,
        ResponseError: {
          Code: "launchTemplateVersionDoesNotExist" as const,
          Message: `Could not find launch template version ${asked}`,
        },
      });
  }
  return {
    SuccessfullyDeletedLaunchTemplateVersions: done,
    UnsuccessfullyDeletedLaunchTemplateVersions: failed,
  };
});

/** Adds the next version; numbers are never used twice. */
export function addVersion(
  ctx: Context,
  template: LaunchTemplateRecord,
  data: RequestLaunchTemplateData | undefined,
  VersionDescription: string | undefined,
): LaunchTemplateVersion {
  if (!data) throw missingParameter("LaunchTemplateData");
  requireUserData(data.UserData);
  requireRoom(ctx, "ec2:versions-per-launch-template", template.versions.size + 1);
  template.LatestVersionNumber++;
  const version: LaunchTemplateVersion = {
    LaunchTemplateId: template.LaunchTemplateId,
    LaunchTemplateName: template.LaunchTemplateName,
    VersionNumber: template.LatestVersionNumber,
    VersionDescription,
    CreateTime: ctx.now(),
    CreatedBy: ctx.caller.arn,
    LaunchTemplateData: asKept(data),
    Operator: { Managed: false },
  };
  template.versions.set(template.LatestVersionNumber, version);
  return describe(template, version);
}

/** AWS takes a template whose parts do not fit together, and says so beside its answer. */
export function warningAbout({
  BlockDeviceMappings = [],
}: RequestLaunchTemplateData): ValidationWarning | undefined {
  if (!BlockDeviceMappings.some(({ Ebs }) => Ebs?.KmsKeyId && !Ebs.Encrypted)) return undefined;
  const Message = "The parameter KmsKeyId requires the parameter Encrypted to be set.";
  return { Errors: [{ Code: "InvalidParameterDependency", Message }] };
}

function requireUserData(text = ""): void {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    throw new ServiceError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
}

/** The number that `$Latest`, `$Default` or digits stand for. @throws ServiceError `InvalidLaunchTemplateId.VersionNotFound` */
export function versionNumber(template: LaunchTemplateRecord, version: string): number {
  const number =
    version === "$Latest"
      ? template.LatestVersionNumber
      : version === "$Default"
        ? template.DefaultVersionNumber
        : Number(version);
  if (template.versions.has(number)) return number;
  throw new ServiceError(
    "InvalidLaunchTemplateId.VersionNotFound",
    `Could not find the specified version ${version} for the launch template with ID ${template.LaunchTemplateId}.`,
  );
}

/** @throws ServiceError `InvalidParameterValue` for what is no number of a version */
function requireNumber(version: string): number {
  if (!/^\d{1,15}$/.test(version))
    throw badParameter("launchTemplateVersion", version, "It must be a number");
  return Number(version);
}

interface AskedVersions {
  readonly LaunchTemplateId?: string;
  readonly LaunchTemplateName?: string;
  readonly Versions?: readonly string[];
}

type Described = LaunchTemplateVersion & Tagged;

/** Without a template, only the newest and the default versions of all can be asked for. */
function askedVersions(ctx: Context, input: AskedVersions): Described[] {
  const { LaunchTemplateId, LaunchTemplateName, Versions } = input;
  const templates =
    LaunchTemplateId || LaunchTemplateName
      ? [findLaunchTemplate(ctx, LaunchTemplateId, LaunchTemplateName)]
      : ctx.state(ec2Slot).launchTemplates.values();
  return [...templates].flatMap((template) => {
    const numbers = Versions?.length
      ? new Set(Versions.map((version) => versionNumber(template, version)))
      : template.versions.keys();
    return [...numbers].flatMap((number) => {
      const version = template.versions.get(number);
      return version ? [describe(template, version)] : [];
    });
  });
}

function describe(template: LaunchTemplateRecord, version: LaunchTemplateVersion): Described {
  return { ...version, DefaultVersion: version.VersionNumber === template.DefaultVersionNumber };
}

/** What EC2 answers is what was asked for, with the state of the metadata options. */
function asKept(data: RequestLaunchTemplateData): ResponseLaunchTemplateData {
  const { MetadataOptions, ...rest } = data as ResponseLaunchTemplateData;
  return MetadataOptions ? { ...rest, MetadataOptions: { ...MetadataOptions, State: "applied" } } : rest;
}

function versionId({ LaunchTemplateId, VersionNumber }: Described): string {
  return `${LaunchTemplateId} ${String(VersionNumber).padStart(6, "0")}`;
}

const fields: FilterFields<Described> = {
  "create-time": ({ CreateTime }) => CreateTime?.toISOString(),
  "ebs-optimized": ({ LaunchTemplateData: data }) => data?.EbsOptimized,
  "http-endpoint": ({ LaunchTemplateData: data }) => data?.MetadataOptions?.HttpEndpoint,
  "http-tokens": ({ LaunchTemplateData: data }) => data?.MetadataOptions?.HttpTokens,
  "iam-instance-profile": ({ LaunchTemplateData: data }) =>
    data?.IamInstanceProfile?.Arn ?? data?.IamInstanceProfile?.Name,
  "image-id": ({ LaunchTemplateData: data }) => data?.ImageId,
  "instance-type": ({ LaunchTemplateData: data }) => data?.InstanceType,
  "is-default-version": ({ DefaultVersion }) => DefaultVersion,
  "kernel-id": ({ LaunchTemplateData: data }) => data?.KernelId,
  "ram-disk-id": ({ LaunchTemplateData: data }) => data?.RamDiskId,
};
