import { homedir } from "node:os";
import { expect, it } from "vitest";
import { framesOf } from "./frames.mjs";
import { leaksOf, machineSecrets } from "./leaks.mjs";

const secrets = [{ what: "the checkout's path", text: "/srv/work/someone/checkout" }];

async function leaks(text: string, known = secrets) {
  return leaksOf(await framesOf([{ at: 0, text }], { columns: 40, rows: 5 }), known);
}

it("finds a path in any picture, even one that was wiped away again", async () => {
  const frames = await framesOf(
    [
      { at: 0, text: "  log: /srv/work/someone/checkout/log" },
      { at: 500, text: "\r\x1b[2Kall is well" },
    ],
    { columns: 40, rows: 5 },
  );
  expect(leaksOf(frames, secrets)).toEqual([
    `the checkout's path, /srv/work/someone/checkout: "log: /srv/work/someone/checkout/log"`,
  ]);
});

it("finds a path that goes on in the next row", async () => {
  expect(await leaks("the whole log is in /srv/work/someone/checkout/.cache")).toHaveLength(1);
});

it("finds an account that is not the example's", async () => {
  expect(await leaks("arn:aws:iam::210987654321:role/x")).toEqual([expect.stringContaining("210987654321")]);
  expect(await leaks("arn:aws:iam::123456789012:role/x key/0-4-123456789013")).toEqual([]);
});

it("knows this machine's paths", () => {
  const known = machineSecrets("/srv/checkout").map(({ text }) => text);
  expect(known).toEqual(
    expect.arrayContaining(["/srv/checkout", homedir()].filter((path) => path.length > 1)),
  );
});
