import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { writeFilm } from "./film.mjs";
import { smallFrames } from "./fixture.mjs";
import { framesOf, linesOf } from "./frames.mjs";
import { PACE, paced } from "./pace.mjs";
import { session } from "./session.mjs";

const size = { columns: 40, rows: 10 };
const text = (frame: unknown) => linesOf(frame).join("\n").trim();
const total = (film: readonly { ms: number }[]) => film.reduce((sum, { ms }) => sum + ms, 0);

it("types the command at a prompt before it runs", async () => {
  const typed = (await smallFrames()).map(text);
  expect(typed.slice(0, 3)).toEqual(["$", "$ ma", "$ make"]);
  expect(typed.find((one) => one.includes("Planning"))).toMatch(
    /^\$ make plan ENV=dev LOCAL=1\nPlanning dev/,
  );
});

it("shows every line of an answer that is longer than the screen", async () => {
  const long = Array.from({ length: 100 }, (_, index) => `line ${index}.\r\n`);
  for (const pieces of [[long.join("")], long]) {
    const events = pieces.map((piece, index) => ({ at: 500 + index, text: piece }));
    const film = paced(await framesOf([{ at: 0, text: "$ show me\r\n" }, ...events], size));
    const seen = film.map(text).join("\n");
    expect(long.filter((line) => !seen.includes(line.trim()))).toEqual([]);
    expect(film.length).toBeLessThan(20);
  }
});

it("knows the column of each word, behind wide characters too", async () => {
  const [frame] = await framesOf(
    [{ at: 0, text: "  日本   \x1b[2mok\x1b[22m  a b   \x1b[7m c \x1b[27m" }],
    size,
  );
  const runs = frame.rows[0].map(({ x, cells, text }: { x: number; cells: number; text: string }) => [
    x,
    cells,
    text,
  ]);
  expect(runs).toEqual([
    [2, 4, "日本"],
    [9, 2, "ok"],
    [13, 3, "a b"],
    [19, 3, " c "],
  ]);
});

it("passes quickly over what was to be read before", async () => {
  const said = Array.from({ length: 40 }, (_, index) => `resource ${index} is created\r\n`).join("");
  const once = paced(await framesOf([{ at: 0, text: said }], size));
  const twice = paced(
    await framesOf(
      [
        { at: 0, text: said },
        { at: 500, text: said },
      ],
      size,
    ),
  );
  expect(total(twice)).toBeLessThan(total(once) + (total(once) - PACE.last) / 2);
});

it("leaves out pictures in which nothing changed", async () => {
  const frames = await framesOf(
    [
      { at: 0, text: "one" },
      { at: 200, text: "\rone" },
      { at: 400, text: "\rtwo" },
    ],
    size,
  );
  expect(frames.map(text)).toEqual(["one", "two"]);
});

it("shows no line that is half drawn", async () => {
  const redraw = ["\x1b[2K", "\r", "half", " done"].map((piece, index) => ({ at: 500 + index, text: piece }));
  const frames = await framesOf([{ at: 0, text: "start" }, ...redraw], size);
  expect(frames.map(text)).toEqual(["start", "half done"]);
});

it("shortens a wait in which only a spinner and a clock move, and shows that they do", async () => {
  const ticks = Array.from({ length: 200 }, (_, index) => ({
    at: index * 100,
    text: `\r${"⠋⠙⠹"[index % 3]} creating ${(index / 10).toFixed(1)} s`,
  }));
  const frames = await framesOf([...ticks, { at: 20_000, text: "\r\nready" }], size);
  const film = paced(frames);
  expect(total(film)).toBeLessThan(PACE.wait + PACE.last + 500);
  expect(film.length).toBeGreaterThan(8);
  expect(text(film.at(-1))).toMatch(/ready$/);
});

it("fits a long story into the time that there is", async () => {
  const story = Array.from({ length: 60 }, (_, index) => ({
    at: index * 2000,
    text: `${String.fromCharCode(65 + index)} is ready\r\n`,
  }));
  const film = paced(await framesOf(story, size));
  expect(Math.abs(total(film) - PACE.whole)).toBeLessThan(100);
  expect(film.length).toBe(60);
});

it("writes no film that shows a secret, or is too large for a README", async () => {
  const folder = await mkdtemp(join(tmpdir(), "film-"));
  const output = join(folder, "film.svg");
  const settings = {
    ...size,
    output,
    title: "t",
    secrets: [{ what: "the home directory", text: "/home/maria" }],
  };
  const film = (text: string) => writeFilm([{ typed: "pwd", events: [{ at: 0, text }] }], settings);
  await expect(film("/home/maria/infra")).rejects.toThrow(
    /shows what it must not:\n {2}the home directory.*"\/home\/maria\/infra"/,
  );
  const words = Array.from(
    { length: 16_000 },
    (_, index) => `\x1b[3${index % 7}m${(index * 7919).toString(36)}`,
  );
  const noise = words.map((word, index) => (index % 14 === 0 ? `\r\n${word}` : word)).join(" ");
  await expect(film(noise)).rejects.toThrow(/more than 300000: use fewer rows/);
  expect(await readdir(folder)).toEqual([]);
  expect(await film("/srv/infra")).toMatchObject({ output, bytes: (await readFile(output)).length });
  await rm(folder, { recursive: true });
});

it("is never longer than a film may be, never flickers, and ends as the terminal did", async () => {
  const event = fc.record({
    gap: fc.integer({ min: 0, max: 9000 }),
    text: fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom("\r\n", "\x1b[2J", "\x1b[31m", "日本", "\x1b[1A\x1b[2K"),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 40 }), async (pieces) => {
      let at = 0;
      const events = pieces.map(({ gap, text }) => {
        at += gap;
        return { at, text };
      });
      const frames = await framesOf(session([{ typed: "x", events }]), size);
      const film = paced(frames);
      expect(total(film)).toBeLessThanOrEqual(PACE.whole + film.length);
      for (const frame of film) if (!frame.ends) expect(frame.ms).toBeGreaterThanOrEqual(PACE.shortest - 1);
      expect(film.at(-1)?.rows).toEqual(frames.at(-1)?.rows);
    }),
    { numRuns: 40 },
  );
});
