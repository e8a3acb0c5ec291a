import { CloudTrailARNInvalidException, InvalidTrailNameException } from "@aws-sdk/client-cloudtrail";
import { exception } from "../../errors.ts";

/** Lengths of a trail's name in characters. Source: CreateTrail in the CloudTrail API reference, November 2026. */
const shortest = 3;
const longest = 128;

interface Rule {
  readonly isBroken: (name: string) => boolean;
  readonly says: (name: string) => string;
}

/** In the order in which CloudTrail looks; its own words where they are known. Source: CreateTrail in the API reference, and moto's tests. */
const rules: readonly Rule[] = [
  { isBroken: (name) => name === "", says: () => "Trail name cannot be blank!" },
  {
    isBroken: ({ length }) => length < shortest,
    says: ({ length }) =>
      `Trail name too short. Minimum allowed length: ${shortest} characters. Specified name length: ${length} characters.`,
  },
  {
    isBroken: ({ length }) => length > longest,
    says: ({ length }) =>
      `Trail name too long. Maximum allowed length: ${longest} characters. Specified name length: ${length} characters.`,
  },
  {
    isBroken: (name) => !/^[a-zA-Z0-9]/.test(name),
    says: () => "Trail name must starts with a letter or number.",
  },
  {
    isBroken: (name) => !/[a-zA-Z0-9]$/.test(name),
    says: () => "Trail name must ends with a letter or number.",
  },
  {
    isBroken: (name) => /[^a-zA-Z0-9._-]/.test(name),
    says: () =>
      "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).",
  },
  {
    isBroken: (name) => /[._-]{2}/.test(name),
    says: () => "Trail name or ARN cannot have adjacent periods (.), hyphens (-), or underscores (_).",
  },
  {
    isBroken: (name) => /^\d{1,3}(\.\d{1,3}){3}$/.test(name),
    says: () => "Trail name must not be formatted as an IP address.",
  },
];

/** @throws InvalidTrailNameException */
export function checkTrailName(name: string): void {
  const broken = rules.find(({ isBroken }) => isBroken(name));
  if (broken) throw exception(InvalidTrailNameException, broken.says(name));
}

/** @throws CloudTrailARNInvalidException, InvalidTrailNameException */
export function checkTrailNameOrArn(nameOrArn: string): void {
  if (!nameOrArn.startsWith("arn:")) checkTrailName(nameOrArn);
  else if (!isTrailArn(nameOrArn))
    throw exception(CloudTrailARNInvalidException, `${nameOrArn} is not a valid ARN of a trail`);
}

export function isTrailArn(arn: string): boolean {
  return /^arn:aws[\w-]*:cloudtrail:[^:]+:\d{12}:trail\/.+/.test(arn);
}
