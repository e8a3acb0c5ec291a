/** AWS's words for something that is not there. Source: the services' API references, read 2026-11. */
const absent =
  /NotFound|^NoSuch(Entity|Bucket|Key|TagSet)|^InvalidAddressID|ResourceNotFoundException|^NatGatewayNotFound|^TrailNotFound/;

/** What a request answers, or nothing when AWS says that what it names is not there. */
export async function ifThere<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Error && absent.test(error.name)) return undefined;
    throw error;
  }
}
