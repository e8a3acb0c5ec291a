import type { ResourceType } from "@aws-sdk/client-ec2";
import { ServiceError } from "../../errors.ts";
import type { Ec2State, Tagged } from "./state.ts";

/** One kind of thing that EC2 keeps: how its ids look, where its records are, what is said when one is missing. */
export interface Kind<T extends Tagged> {
  readonly prefix: string;
  /** Member that holds the id. */
  readonly idMember: keyof T & string;
  readonly type: ResourceType;
  /** CloudFormation's name of the kind, as inventories list it. */
  readonly cloudFormation: string;
  readonly records: (state: Ec2State) => Map<string, T>;
  readonly missing: readonly [code: string, message: (id: string) => string];
  /** What is said of an id that cannot be one; kinds without it are called missing. */
  readonly malformed?: string;
  /** True for records that AWS makes and keeps by itself: no inventory lists them. */
  readonly kept?: (record: T) => boolean;
}

/** Declares a kind. */
export const kind = <T extends Tagged>(definition: Kind<T>): Kind<T> => definition;

/** What is said of an id that nothing has: that there is no such thing, or that it is no id at all. */
export function missing<T extends Tagged>(kind: Kind<T>, id: string): ServiceError {
  const { malformed, prefix } = kind;
  if (malformed && !(id.startsWith(`${prefix}-`) && idTail.test(id.slice(prefix.length + 1))))
    return new ServiceError(malformed, `Invalid id: "${id}" (expecting "${prefix}-...")`);
  const [code, message] = kind.missing;
  return new ServiceError(code, message(id));
}

/** Ids had 8 digits until 2018. */
const idTail = /^([0-9a-f]{8}|[0-9a-f]{17})$/;
