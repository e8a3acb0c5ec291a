import type { AwsClients } from "./clients.ts";
import type { Estate } from "./estate.ts";
import { ownerOf } from "./interface-owners.ts";
import { interfacesIn } from "./network-interfaces.ts";

/**
 * Who holds the network that a destroy cannot remove, a line each: interfaces that are in use, and by whom. Those that belong to what the destroy removes by
 * itself are left out, where the state still has it.
 */
export async function holdersOf(
  { ec2 }: AwsClients,
  { vpcIds, ids, livingClusters }: Estate,
): Promise<string[]> {
  const clusters = livingClusters.map(({ name }) => name);
  const all = await interfacesIn(ec2, vpcIds);
  return all.flatMap((one) => {
    const { NetworkInterfaceId: id = "", SubnetId, Groups = [] } = one;
    const owner = ownerOf(one);
    if (ids.has(id) || ids.has(owner?.id ?? "") || clusters.includes(owner?.id ?? "")) return [];
    const groups = Groups.map(({ GroupId }) => GroupId).join(", ");
    return `${id} in ${SubnetId}${groups ? ` with ${groups}` : ""}: ${owner ? `used by ${owner.who}` : `${one.Status}, ${one.Description || "without a description"}`}`;
  });
}
