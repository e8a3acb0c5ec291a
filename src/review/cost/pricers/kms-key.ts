import type { Pricer } from "../pricer.ts";

/** Rotations that are charged, each like a key. Source: AWS KMS pricing since 2024-04-12: the first and second rotation, no further ones. */
const CHARGED_ROTATIONS = 2;

/** A key by the month, its rotations, and its part of the requests. */
export const kmsKey: Pricer = {
  type: "aws_kms_key",
  charges: ({ attributes }, { estate, usage }) => {
    const rotations = Math.min(CHARGED_ROTATIONS, usage("kms_rotations"));
    return [
      { service: "KMS", what: "keys", item: "kms.key", quantity: 1 },
      {
        service: "KMS",
        what: "keys' rotated material",
        item: "kms.key",
        quantity: attributes.enable_key_rotation === true ? rotations : 0,
        usage: "kms_rotations",
      },
      {
        service: "KMS",
        what: "requests to keys",
        item: "kms.requests",
        quantity: usage("kms_requests") / estate.of("aws_kms_key").length,
        usage: "kms_requests",
      },
    ];
  },
};
