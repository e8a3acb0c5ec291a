import { copyDeployed, deployedIn } from "../chaos/deployed.ts";
import { DEPLOYED } from "./deployed-place.ts";
import { Infra } from "./infra.ts";

/** The folder that all test files of this run share. */
export const deployedFolder = (): string => process.env[DEPLOYED] ?? "";

/** A dev of one's own as `infra apply dev --local` leaves it, with one object in its data bucket: a copy of the one that the first who asks deploys. */
export async function deployedDev(): Promise<Infra> {
  const { cacheDir } = await deployedIn(deployedFolder());
  const infra = new Infra();
  copyDeployed(cacheDir, infra.cacheDir);
  return infra;
}
