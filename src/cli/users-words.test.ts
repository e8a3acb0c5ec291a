import { expect, test } from "vitest";
import { usersWords } from "./users-words.ts";

test.each([
  ["Next: infra apply dev --local", "Next: make apply ENV=dev LOCAL=1"],
  ["  infra destroy prod --local --yes", "  make destroy ENV=prod LOCAL=1 YES=1"],
  ["Or try it: infra rehearse dev", "Or try it: make demo ENV=dev"],
  ["Stop it: infra local stop", "Stop it: infra local stop"],
])("%s", (line, inMake) => {
  expect(usersWords({ INFRA_MAKE: "1" })(line)).toBe(inMake);
  expect(usersWords({})(line)).toBe(line);
});
