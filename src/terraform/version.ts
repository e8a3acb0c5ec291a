/** Whether a release is `minimum` or newer. A prerelease (`1.11.0-rc1`) comes before its release. Both are `major.minor.patch[-prerelease]`. */
export function atLeast(version: string, minimum: string): boolean {
  return compareVersions(version, minimum) >= 0;
}

/** Order of two versions: negative, zero or positive. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parts(left), parts(right)];
  for (const index of [0, 1, 2] as const) {
    const difference = a.numbers[index] - b.numbers[index];
    if (difference !== 0) return difference;
  }
  if (a.prerelease === b.prerelease) return 0;
  if (a.prerelease === "") return 1;
  if (b.prerelease === "") return -1;
  return a.prerelease < b.prerelease ? -1 : 1;
}

function parts(version: string): { numbers: readonly [number, number, number]; prerelease: string } {
  const [core = "", ...prerelease] = version.replace(/^v/, "").split("+")[0]?.split("-") ?? [];
  const [major = 0, minor = 0, patch = 0] = core.split(".").map(Number);
  return { numbers: [major, minor, patch], prerelease: prerelease.join("-") };
}
