import { describe, expect, it } from "vitest";
import { crc32c, crc64nvme } from "./crc.ts";

/** The check values of the CRC catalogue: of the digits 1 to 9. */
const digits = Buffer.from("123456789");

describe("CRCs", () => {
  it("are those of the catalogue", () => {
    expect(crc32c(digits).toString("hex")).toBe("e3069283");
    expect(crc64nvme(digits).toString("hex")).toBe("ae8b14860a799888");
  });
});
