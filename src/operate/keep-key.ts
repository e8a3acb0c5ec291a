import { CancelKeyDeletionCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { type AwsPlace, clientOptions } from "./access.ts";

/** Cancels a key's deletion, and lets it be used again: AWS leaves it disabled. The key may be in another region, which its ARN names. */
export async function keepKey(place: AwsPlace, arn: string): Promise<void> {
  const kms = new KMSClient(clientOptions({ ...place, region: arn.split(":")[3] || place.region }));
  try {
    await kms.send(new CancelKeyDeletionCommand({ KeyId: arn }));
    await kms.send(new EnableKeyCommand({ KeyId: arn }));
  } finally {
    kms.destroy();
  }
}
