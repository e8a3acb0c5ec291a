/** When AWS supports a Kubernetes version on EKS: days in UTC, `YYYY-MM-DD`. On the day itself the support is over. */
export interface SupportDates {
  readonly version: string;
  readonly standardEnds: string;
  readonly extendedEnds: string;
  /** True where AWS has not published the days yet and they follow from its rule of 14 and 26 months. */
  readonly estimated?: true;
}

/** The newest first. A new version is one more line, and a new `verified` date. */
export const CALENDAR = {
  source: "Amazon EKS user guide (Kubernetes release calendar), endoflife.date",
  verified: "2026-11-23",
  versions: [
    { version: "1.37", standardEnds: "2027-12-02", extendedEnds: "2028-12-02", estimated: true },
    { version: "1.36", standardEnds: "2027-08-02", extendedEnds: "2028-08-02" },
    { version: "1.35", standardEnds: "2027-03-27", extendedEnds: "2028-03-27" },
    { version: "1.34", standardEnds: "2026-12-02", extendedEnds: "2027-12-02" },
    { version: "1.33", standardEnds: "2026-07-29", extendedEnds: "2027-07-29" },
    { version: "1.32", standardEnds: "2026-03-23", extendedEnds: "2027-03-23" },
    { version: "1.31", standardEnds: "2025-11-26", extendedEnds: "2026-11-26" },
    { version: "1.30", standardEnds: "2025-07-23", extendedEnds: "2026-07-23" },
    { version: "1.29", standardEnds: "2025-03-23", extendedEnds: "2026-03-23" },
    { version: "1.28", standardEnds: "2024-11-26", extendedEnds: "2025-11-26" },
  ] as readonly SupportDates[],
} as const;

/** What the control plane costs, in USD per cluster and hour. Source: AWS pricing page as quoted on 2026-09-29. */
export const CLUSTER_HOUR_USD = { standard: 0.1, extended: 0.6 } as const;
