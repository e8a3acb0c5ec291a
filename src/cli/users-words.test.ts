import { expect, test } from "vitest";
import { usersWords } from "./users-words.ts";

test.each([
  ["Next: infra apply dev --local", "Next: make apply ENV=dev LOCAL=1"],
  ["  infra destroy prod --local --yes", "  make destroy ENV=prod LOCAL=1 YES=1"],
  ["Or try it: infra rehearse dev", "Or try it: make demo ENV=dev"],
  ["To try without an account, add --local.", "To try without an account, add LOCAL=1."],
  ["  To go on: infra plan\n  dev --local, then", "  To go on:\n  make plan ENV=dev LOCAL=1, then"],
  ["    infra\n    plan dev", "    make plan ENV=dev"],
  ["one page: infra report dev --local", "one page: make report ENV=dev LOCAL=1"],
  ["infra cost dev", "make cost ENV=dev"],
  ["infra diagram\n  dev --from state, if", "make diagram ENV=dev ARGS='--from state', if"],
  ["infra report prod --destroy", "make report ENV=prod ARGS='--destroy'"],
  [
    'infra apply dev --local --var \'zones=["a","b"]\' --var x=1',
    `make apply ENV=dev LOCAL=1 ARGS="--var 'zones=[\\"a\\",\\"b\\"]' --var x=1"`,
  ],
  ["(infra plan dev)", "(make plan ENV=dev)"],
  ["like infra validate\n\n  dev", "like infra validate\n\n  dev"],
  ["infra init dev\ninfra plan dev\n", "make init ENV=dev\nmake plan ENV=dev\n"],
  ["Stop it: infra local stop", "Stop it: infra local stop"],
])("%s", (line, inMake) => {
  expect(usersWords({ INFRA_MAKE: "1" })(line)).toBe(inMake);
  expect(usersWords({})(line)).toBe(line);
});
