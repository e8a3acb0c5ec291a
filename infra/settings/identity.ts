import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { isRegion, regions } from "../regions.ts";
import { eachOf, repeated, ruled, type Violation } from "./rule.ts";

/** The periods for which CloudWatch Logs can keep events, in days. Source: PutRetentionPolicy, API reference, 2026-11. */
export const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Twelve digits. Ten or eleven have lost their leading zeros as a number; of fewer, nobody knows what they were. */
export const accountId = ruled(z.string(), (id) => {
  if (/^\d{12}$/.test(id)) return [];
  const fix = /^\d{10,11}$/.test(id)
    ? `Write it in quotes, with its leading zeros: "${id.padStart(12, "0")}".`
    : "Write the number that `aws sts get-caller-identity --query Account --output text` prints, in quotes, without hyphens.";
  return [{ expected: "12 digits", fix }];
});

export const regionName = ruled(z.string(), (name) => {
  if (isRegion(name)) return [];
  if (/^(cn|us-gov|us-iso)/.test(name)) {
    return [
      {
        expected: "a region of the commercial partition",
        fix: "GovCloud and China have other accounts, ARNs and managed policies; take a commercial region.",
      },
    ];
  }
  const zone = /^(.*\d)[a-f]$/.exec(name)?.[1];
  const meant = isRegion(zone) ? zone : closest(name, Object.keys(regions));
  return [{ expected: "an AWS region", fix: `Did you mean "${meant}" (${regions[meant]?.place})?` }];
});

/** Names of environments become names in AWS and a folder, so they are short and plain. */
export const environmentName = ruled(z.string(), (name) =>
  /^[a-z][a-z0-9]{0,9}$/.test(name)
    ? []
    : [
        {
          expected: "a lower-case letter and at most 9 more letters or digits",
          fix: "Write the name of its folder.",
        },
      ],
);

export const zoneLetters = ruled(z.array(z.string()), (letters) => {
  const each = eachOf(letters, (letter): Violation[] => {
    if (/^[a-f]$/.test(letter)) return [];
    const own = /^[a-z]{2}-[a-z-]+-\d([a-f])$/.exec(letter)?.[1];
    const free = [..."abcdef"].find((candidate) => !letters.includes(candidate));
    const fix =
      own === undefined || letters.includes(own)
        ? `Write ${free ? `"${free}", or another letter that is not in the list yet` : "each letter once"}.`
        : `Write "${own}", the zone without its region.`;
    return [{ expected: "a letter from a to f", fix }];
  });
  if (each.length > 0) return each;
  const violations = repeated(letters);
  if (letters.length < 2 || letters.length > 6) {
    violations.push({ expected: "2 to 6 zones: EKS needs two", fix: 'Write ["a", "b", "c"].' });
  }
  return violations;
});

export const principalArns = ruled(z.array(z.string()), (arns) => [
  ...eachOf(arns, malformedPrincipal),
  ...repeated(arns),
]);

export const hostedZoneIds = ruled(z.array(z.string()), (ids) => [
  ...eachOf(ids, (id): Violation[] => {
    if (/^Z[A-Z0-9]{6,31}$/.test(id)) return [];
    const bare = /^\/?hostedzone\/(Z[A-Z0-9]+)$/.exec(id)?.[1];
    return [
      {
        expected: "a Route 53 hosted zone id: Z, then capital letters and digits",
        fix: bare
          ? `Write "${bare}".`
          : "Write the id that `aws route53 list-hosted-zones` prints, without /hostedzone/; a domain name is not one.",
      },
    ];
  }),
  ...repeated(ids),
]);

export const logRetentionDays = ruled(z.int(), (days) => {
  if (LOG_RETENTION_DAYS.includes(days)) return [];
  const longer = LOG_RETENTION_DAYS.find((allowed) => allowed > days) ?? 3653;
  return [{ expected: `one of ${LOG_RETENTION_DAYS.join(", ")}`, fix: `Write ${longer}.` }];
});

/** A whole number of something, between bounds. */
export function wholeNumber(least: number, most: number) {
  return ruled(z.int(), (value) => {
    if (value >= least && value <= most) return [];
    return [{ expected: `${least} to ${most}`, fix: `Write ${value < least ? least : most}.` }];
  });
}

function malformedPrincipal(arn: string): Violation[] {
  if (/^arn:aws:iam::\d{12}:(role|user)\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/.test(arn)) return [];
  const expected = "the ARN of an IAM role or user";
  const session = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  if (session) {
    return [
      {
        expected,
        fix: `That is a session; write its role: "arn:aws:iam::${session[1]}:role/${session[2]}", with the role's path if it has one.`,
      },
    ];
  }
  if (/:root$/.test(arn)) {
    return [
      { expected, fix: "EKS gives the root user no access entry; name a role, and let people assume it." },
    ];
  }
  return [{ expected, fix: 'Write it like "arn:aws:iam::123456789012:role/admin".' }];
}
