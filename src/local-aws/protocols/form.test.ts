import { describe, expect, it } from "vitest";
import { parseForm } from "./form.ts";

describe("A form", () => {
  it("takes a plus for a space, as boto3 writes it, and an encoded plus for a plus", () => {
    expect([...parseForm("Description=two+words%2Bone&Empty=&Flag")]).toEqual([
      ["Description", "two words+one"],
      ["Empty", ""],
      ["Flag", ""],
    ]);
  });
});
