import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  IncorrectKeyException,
  ReEncryptCommand,
} from "@aws-sdk/client-kms";
import type { Context } from "../../context.ts";
import { exception, ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { refuseDryRun } from "./dry-run.ts";
import { type EncryptionContext, makerOf, open, seal } from "./envelope.ts";
import { findKey, livingKey, mustBeEnabled } from "./find-key.ts";
import { randomBytes } from "./new-key.ts";
import type { Key } from "./state.ts";

const algorithm = "SYMMETRIC_DEFAULT" as const;

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encrypt = operation(EncryptCommand, (input, ctx) => {
  const key = mustBeEnabled(findKey(input.KeyId, ctx));
  refuseDryRun(input);
  const CiphertextBlob = seal(key, input.Plaintext ?? new Uint8Array(), input.EncryptionContext, ctx);
  return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: algorithm };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export const decrypt = operation(DecryptCommand, (input, ctx) => {
  const key = keyOfCiphertext(input.CiphertextBlob, input.KeyId, ctx);
  refuseDryRun(input);
  const Plaintext = open(key, input.CiphertextBlob ?? new Uint8Array(), input.EncryptionContext);
  return { Plaintext, KeyId: key.arn, EncryptionAlgorithm: algorithm };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html */
export const reEncrypt = operation(ReEncryptCommand, (input, ctx) => {
  const source = keyOfCiphertext(input.CiphertextBlob, input.SourceKeyId, ctx);
  const destination = mustBeEnabled(findKey(input.DestinationKeyId, ctx));
  refuseDryRun(input);
  const plaintext = open(source, input.CiphertextBlob ?? new Uint8Array(), input.SourceEncryptionContext);
  return {
    CiphertextBlob: seal(destination, plaintext, input.DestinationEncryptionContext, ctx),
    SourceKeyId: source.arn,
    KeyId: destination.arn,
    SourceEncryptionAlgorithm: algorithm,
    DestinationEncryptionAlgorithm: algorithm,
  };
});

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html */
export const generateDataKey = operation(GenerateDataKeyCommand, (input, ctx) => newDataKey(input, ctx));

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html */
export const generateDataKeyWithoutPlaintext = operation(
  GenerateDataKeyWithoutPlaintextCommand,
  (input, ctx) => {
    const { CiphertextBlob, KeyId } = newDataKey(input, ctx);
    return { CiphertextBlob, KeyId };
  },
);

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html */
export const generateRandom = operation(GenerateRandomCommand, ({ NumberOfBytes = 32 }, ctx) => ({
  Plaintext: randomBytes(NumberOfBytes, ctx.ids),
}));

interface DataKeyInput {
  readonly KeyId?: string;
  readonly KeySpec?: "AES_128" | "AES_256";
  readonly NumberOfBytes?: number;
  readonly EncryptionContext?: EncryptionContext;
  readonly DryRun?: boolean;
}

function newDataKey(input: DataKeyInput, ctx: Context) {
  const { KeySpec, NumberOfBytes } = input;
  if ((KeySpec === undefined) === (NumberOfBytes === undefined))
    throw new ServiceError("ValidationException", "Please specify either number of bytes or key spec.", 400);
  const key = mustBeEnabled(findKey(input.KeyId, ctx));
  refuseDryRun(input);
  const Plaintext = randomBytes(NumberOfBytes ?? (KeySpec === "AES_128" ? 16 : 32), ctx.ids);
  return { Plaintext, CiphertextBlob: seal(key, Plaintext, input.EncryptionContext, ctx), KeyId: key.arn };
}

/** The key that made a ciphertext, which must be the one that the caller expects, if any. */
function keyOfCiphertext(
  ciphertext: Uint8Array | undefined,
  expected: string | undefined,
  ctx: Context,
): Key {
  const { keyId, account } = makerOf(ciphertext);
  const key = livingKey(keyId, ctx.in({ account }));
  if (!key)
    throw new ServiceError(
      "AccessDeniedException",
      "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
      400,
    );
  if (expected !== undefined && findKey(expected, ctx) !== key)
    throw exception(
      IncorrectKeyException,
      "The key ID in the request does not identify a CMK that can perform this operation.",
    );
  return mustBeEnabled(key);
}
