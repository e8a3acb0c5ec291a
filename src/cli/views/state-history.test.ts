import { expect, it } from "vitest";
import { plain } from "../paint.ts";
import { renderHistory, type ShownVersion } from "./state-history.ts";
import { renderRestore } from "./state-restore.ts";

const look = { paint: plain, columns: 80 };
const now = Date.parse("2026-11-23T12:00:00Z");
const version = (rest: Partial<ShownVersion>): ShownVersion => ({
  versionId: "3HL4kqtJlcpXroDTDmJ4kqtJlcpXroDT",
  at: new Date("2026-11-23T11:46:00Z"),
  current: false,
  deletion: false,
  ...rest,
});

it("tells of each version what it is, in eighty columns", () => {
  const many = Array.from({ length: 9 }, (_, index) => `aws_subnet.private_${index}`);
  const lines = renderHistory(
    [
      version({ current: true, deletion: true }),
      version({ problem: "it is no JSON (Unexpected end of JSON input; 40960 characters)" }),
      version({
        writer: { who: "anna@laptop", operation: "apply" },
        header: { serial: 12, resources: 108 },
        difference: { added: many, removed: ["aws_vpc.old"], changed: [{ address: "aws_kms_key.main" }] },
      }),
    ],
    { place: "s3://states/dev/terraform.tfstate", older: 3, now },
    look,
  );
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "s3://states/dev/terraform.tfstate

      3HL4kqtJlcpXroDTDmJ4kqtJlcpXroDT  current
        2026-11-23 11:46:00 UTC, 14 min ago  no lock of that time is known
        ✗ deleted: from here on there was no state

      3HL4kqtJlcpXroDTDmJ4kqtJlcpXroDT
        2026-11-23 11:46:00 UTC, 14 min ago  writer unknown: no lock of that time is
        known
        ✗ no state: it is no JSON (Unexpected end of JSON input; 40960 characters)

      3HL4kqtJlcpXroDTDmJ4kqtJlcpXroDT
        2026-11-23 11:46:00 UTC, 14 min ago  anna@laptop, apply
        serial 12, 108 resources
        +9 aws_subnet.private_0, aws_subnet.private_1, aws_subnet.private_2, aws_su…
        -1 aws_vpc.old
        ~1 aws_kms_key.main

    … and 3 older versions: --full shows all"
  `);
});

it("shows nothing that would move the cursor, and cuts long lists", () => {
  const many = Array.from({ length: 20 }, (_, index) => `aws_subnet.a[${index}]\u001b[2J`);
  const shown = renderRestore({ added: many, removed: [], changed: [] }, look).join("\n");
  expect(shown).not.toContain("\u001b");
  expect(shown).toContain("… 5 more");
});
