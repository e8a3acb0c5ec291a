import { ListPublicKeysCommand, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { operation } from "../../operation.ts";

/** The embedded AWS keeps no history of events: looking finds nothing. */
export const lookupEvents = operation(LookupEventsCommand, () => ({ Events: [] }));

/** No digest files are delivered, so there are no keys that signed any. */
export const listPublicKeys = operation(ListPublicKeysCommand, () => ({ PublicKeyList: [] }));
