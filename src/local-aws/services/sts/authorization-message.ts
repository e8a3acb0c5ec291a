import { inflateRawSync } from "node:zlib";
import { DecodeAuthorizationMessageCommand, InvalidAuthorizationMessageException } from "@aws-sdk/client-sts";
import { exception } from "../../errors.ts";
import { operation } from "../../operation.ts";

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html */
export const decodeAuthorizationMessage = operation(
  DecodeAuthorizationMessageCommand,
  ({ EncodedMessage = "" }) => ({ DecodedMessage: decode(EncodedMessage) }),
);

function decode(message: string): string {
  try {
    const text = inflateRawSync(Buffer.from(message, "base64url")).toString();
    JSON.parse(text);
    return text;
  } catch {
    throw exception(InvalidAuthorizationMessageException, "Message is not valid");
  }
}
