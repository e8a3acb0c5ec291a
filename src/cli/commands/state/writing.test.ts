import { expect, it } from "vitest";
import { withSerial } from "./writing.ts";

it("changes nothing of a state but its serial", () => {
  const text = `{
  "version": 4,
  "serial": 7,
  "lineage": "l",
  "resources": [{ "instances": [{ "attributes": { "serial": 7, "big": 12345678901234567890 } }] }]
}
`;
  expect(withSerial(text, 12)).toBe(text.replace('"serial": 7,\n  "lineage"', '"serial": 12,\n  "lineage"'));
});

it("finds the serial however the state is written", () => {
  expect(JSON.parse(withSerial('{"version":4,"serial":7,"lineage":"l"}', 8))).toEqual({
    version: 4,
    serial: 8,
    lineage: "l",
  });
});
