/** One Kubernetes version as EKS offers it; days in UTC, `YYYY-MM-DD`. */
export interface OfferedVersion {
  readonly version: string;
  readonly released: string;
  readonly standardEnds: string;
  readonly extendedEnds: string;
  /** Newest release of the Amazon Linux 2023 node image, and so the newest patch. */
  readonly nodeRelease: string;
  readonly platformVersion: string;
}

/**
 * The newest first. Support days: EKS user guide and endoflife.date, 2026-11-23 (1.37's follow from the rule of 14 and 26
 * months). Releases are 14 months before the end of standard support. Node releases: awslabs/amazon-eks-ami releases,
 * 2026-09-17 to 2026-10-23. Platform versions: as reported for 1.35 and 1.36 in September 2026, the others alike.
 */
export const calendar: readonly OfferedVersion[] = [
  {
    version: "1.37",
    released: "2026-10-02",
    standardEnds: "2027-12-02",
    extendedEnds: "2028-12-02",
    nodeRelease: "1.37.1-20261023",
    platformVersion: "eks.3",
  },
  {
    version: "1.36",
    released: "2026-06-02",
    standardEnds: "2027-08-02",
    extendedEnds: "2028-08-02",
    nodeRelease: "1.36.4-20260923",
    platformVersion: "eks.13",
  },
  {
    version: "1.35",
    released: "2026-01-27",
    standardEnds: "2027-03-27",
    extendedEnds: "2028-03-27",
    nodeRelease: "1.35.8-20260917",
    platformVersion: "eks.23",
  },
  {
    version: "1.34",
    released: "2025-10-02",
    standardEnds: "2026-12-02",
    extendedEnds: "2027-12-02",
    nodeRelease: "1.34.11-20260917",
    platformVersion: "eks.30",
  },
  {
    version: "1.33",
    released: "2025-05-29",
    standardEnds: "2026-07-29",
    extendedEnds: "2027-07-29",
    nodeRelease: "1.33.13-20260930",
    platformVersion: "eks.38",
  },
  {
    version: "1.32",
    released: "2025-01-23",
    standardEnds: "2026-03-23",
    extendedEnds: "2027-03-23",
    nodeRelease: "1.32.13-20260917",
    platformVersion: "eks.45",
  },
  {
    version: "1.31",
    released: "2024-09-26",
    standardEnds: "2025-11-26",
    extendedEnds: "2026-11-26",
    nodeRelease: "1.31.14-20260917",
    platformVersion: "eks.61",
  },
  {
    version: "1.30",
    released: "2024-05-23",
    standardEnds: "2025-07-23",
    extendedEnds: "2026-07-23",
    nodeRelease: "1.30.14-20260625",
    platformVersion: "eks.70",
  },
];
