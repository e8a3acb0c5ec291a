import type { Statement } from "../../policy.ts";
import type { EnvironmentStack } from "../../stack.ts";

/** The records that external-dns makes for services and ingresses, and the TXT ones by which it knows its own. Never NS, MX or SOA. */
const RECORD_TYPES = ["A", "AAAA", "CNAME", "TXT"];

/**
 * What external-dns needs: to write records of these hosted zones; with no zone it may only list.
 * Source: kubernetes-sigs/external-dns, docs/tutorials/aws.md, read 2026-11.
 */
export function externalDnsStatements(
  stack: EnvironmentStack,
  hostedZoneIds: readonly string[],
): Statement[] {
  const list: Statement = { Sid: "ListZones", Action: "route53:ListHostedZones", Resource: "*" };
  if (hostedZoneIds.length === 0) return [list];
  const zones = hostedZoneIds.map((id) => `arn:${stack.partition}:route53:::hostedzone/${id}`);
  return [
    list,
    {
      Sid: "ReadRecords",
      Action: ["route53:ListResourceRecordSets", "route53:ListTagsForResources"],
      Resource: zones,
    },
    {
      Sid: "WriteRecords",
      Action: "route53:ChangeResourceRecordSets",
      Resource: zones,
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": RECORD_TYPES },
      },
    },
  ];
}
