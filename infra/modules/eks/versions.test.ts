import { describe, expect, it } from "vitest";
import { ADDON_NAMES, ADDON_VERSIONS } from "./addon-versions.ts";
import { CALENDAR } from "./version-calendar.ts";
import { DEFAULT_CLUSTER_VERSION, kubernetesVersion, offeredVersions } from "./versions.ts";

const day = (text: string) => new Date(`${text}T12:00:00Z`);

describe("the support of a Kubernetes version", () => {
  it("is standard, without a word, when its end is far", () => {
    expect(kubernetesVersion("1.36", day("2026-11-23"))).toEqual({ status: "standard", warnings: [] });
  });

  it("warns within 90 days of the end of standard support, and says what extended support costs", () => {
    expect(kubernetesVersion("1.34", day("2026-09-02")).warnings).toEqual([]);
    expect(kubernetesVersion("1.34", day("2026-09-03")).warnings).toHaveLength(1);
    expect(kubernetesVersion("1.34", day("2026-11-23"))).toEqual({
      status: "standard",
      warnings: [
        "Standard support of Kubernetes 1.34 ends on 2026-12-02, in 9 days. Extended support then costs " +
          "$438 a month instead of $73 ($0.60 instead of $0.10 per cluster-hour).",
      ],
    });
  });

  it("is extended from the very day on which standard support ends, until extended support ends", () => {
    expect(kubernetesVersion("1.34", new Date("2026-12-01T23:59:59Z")).status).toBe("standard");
    expect(kubernetesVersion("1.34", new Date("2026-12-02T00:00:00Z")).status).toBe("extended");
    expect(kubernetesVersion("1.34", new Date("2027-12-01T23:59:59Z")).status).toBe("extended");
    expect(kubernetesVersion("1.34", new Date("2027-12-02T00:00:00Z")).status).toBe("ended");
  });

  it("tells of the price of extended support, and of its end when that is near", () => {
    const far = kubernetesVersion("1.33", day("2026-11-23"));
    expect(far.warnings).toEqual([
      expect.stringContaining("extended support since 2026-07-29, which costs $438 a month"),
    ]);
    const near = kubernetesVersion("1.31", day("2026-11-23"));
    expect(near.warnings[1]).toBe(
      "It ends on 2026-11-26, in 3 days: AWS then upgrades the cluster by itself.",
    );
  });

  it("has ended for the version that the original description still names", () => {
    expect(kubernetesVersion("1.28", day("2026-11-23"))).toEqual({
      status: "ended",
      warnings: ["EKS no longer offers 1.28: its support ended on 2025-11-26."],
    });
  });

  it("is unknown for a version outside the calendar", () => {
    expect(kubernetesVersion("1.99", day("2026-11-23")).status).toBe("unknown");
    expect(kubernetesVersion("latest", day("2026-11-23")).status).toBe("unknown");
  });

  it("says where dates are estimates, and where add-ons are not pinned", () => {
    const { warnings } = kubernetesVersion("1.37", day("2027-11-01"));
    expect(warnings[0]).toContain("ends on about 2027-12-02");
    expect(warnings[1]).toContain("Add-ons for Kubernetes 1.37 are not pinned yet");
  });
});

describe("the calendar", () => {
  it("offers on a day what standard and extended support hold, newest first", () => {
    expect(offeredVersions(day("2026-11-23"))).toEqual([
      "1.37",
      "1.36",
      "1.35",
      "1.34",
      "1.33",
      "1.32",
      "1.31",
    ]);
    expect(offeredVersions(day("2026-11-26"))).not.toContain("1.31");
  });

  it("makes the newest version but one in standard support the default, as of its own date", () => {
    expect(CALENDAR.verified).toBe("2026-11-23");
    expect(DEFAULT_CLUSTER_VERSION).toBe("1.36");
  });

  it("has real days in the right order", () => {
    for (const { version, standardEnds, extendedEnds } of CALENDAR.versions) {
      expect(new Date(standardEnds).toISOString().slice(0, 10), version).toBe(standardEnds);
      expect(Date.parse(extendedEnds), version).toBeGreaterThan(Date.parse(standardEnds));
    }
    const newestFirst = CALENDAR.versions.map(({ standardEnds }) => standardEnds);
    expect(newestFirst).toEqual([...newestFirst].sort().reverse());
  });
});

describe("add-on versions", () => {
  it("are pinned for the default version", () => {
    expect(Object.keys(ADDON_VERSIONS)).toContain(DEFAULT_CLUSTER_VERSION);
  });

  it.each(Object.entries(ADDON_VERSIONS))(
    "of %s are exact builds, and kube-proxy is of that very version",
    (version, addons) => {
      expect(Object.keys(addons).sort()).toEqual([...ADDON_NAMES].sort());
      for (const build of Object.values(addons)) expect(build).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
      expect(addons["kube-proxy"]).toMatch(new RegExp(`^v${version.replace(".", "\\.")}\\.`));
    },
  );
});
