import { describe, expect, it } from "vitest";
import type { Finding } from "../../review/findings.ts";
import { renderFindings } from "./findings.ts";

const look = { paint: (_: unknown, text: string) => text, columns: 80 };
const finding: Finding = {
  rule: "kms-rotation",
  severity: "medium",
  address: "aws_kms_key.eks",
  verdict: "fail",
  title: "Keys rotate every year",
  why: "A key that never changes protects more and more with one secret.",
  fix: "Set enableKeyRotation on the key.",
};

describe("renderFindings", () => {
  it("says in one line that nothing was found", () => {
    expect(renderFindings({ checked: 40, findings: [] }, look)).toEqual([
      "  Security: 40 checks, nothing found",
    ]);
  });

  it("says what fails, why, and what to change, and counts what is accepted", () => {
    const accepted = {
      ...finding,
      address: "aws_kms_key.old",
      verdict: "accepted" as const,
      why: "It only decrypts.",
    };
    expect(renderFindings({ checked: 40, findings: [finding, accepted] }, look)).toEqual([
      "",
      "  medium  aws_kms_key.eks",
      "      Should be so: Keys rotate every year. A key that never changes protects",
      "      more and more with one secret.",
      "      Set enableKeyRotation on the key.",
      "",
      "  Security: 40 checks, 1 finding, 1 accepted:",
      "      kms-rotation on aws_kms_key.old. It only decrypts.",
    ]);
  });
});
