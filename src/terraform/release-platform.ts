import { arch, platform } from "node:os";

const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** This machine as releases of engines and providers are labelled: `linux_amd64`. */
export function releasePlatform(): string {
  return `${SYSTEMS[platform()] ?? platform()}_${PROCESSORS[arch()] ?? arch()}`;
}
