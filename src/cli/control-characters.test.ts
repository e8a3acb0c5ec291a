import { describe, expect, it } from "vitest";
import { printJson } from "./command.ts";
import { paintFor } from "./paint.ts";
import { screenFor } from "./screen.ts";
import { testIo } from "./test-io.ts";

/** Clears the screen, sets the title, conceals, overwrites the line, turns direction, and rings. */
const HOSTILE = "a\u001b[2J\u001b]0;pwned\u0007\u001b[8mb\rc\u202ed\u009b1mE\u0007";
const HARMLESS = "abcd";

describe("control characters in names, tags and answers", () => {
  it("reach no terminal, while our own colours do", () => {
    const io = testIo({ terminal: true, env: { FORCE_COLOR: "1" } });
    const red = paintFor(io.stdout, io.env)("red", `bucket ${HOSTILE}`);
    screenFor(io, false).say(red);
    expect(io.written.stdout).toMatch(new RegExp(`^\u001b\\[31mbucket ${HARMLESS}E?\u001b\\[39m\n$`));
  });

  it("are removed where there is no colour either", () => {
    const io = testIo();
    screenFor(io, false).say(HOSTILE);
    expect(io.written.stdout).toMatch(/^abcdE?\n$/);
  });

  it("are kept as data in JSON, spelled out", () => {
    const io = testIo();
    printJson(io, { name: HOSTILE });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(io.written.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(io.written.stdout).name).toBe(HOSTILE);
  });
});
