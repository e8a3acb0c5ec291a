import { expect, it } from "vitest";
import { screenFor } from "./screen.ts";
import { testIo } from "./test-io.ts";

it("leaves one blank line between parts that set themselves off from each other", () => {
  const io = testIo();
  const screen = screenFor(io, false);
  screen.say("Plan", "");
  screen.say("", "Apply");
  screen.say("");
  screen.say("");
  screen.say("done");
  expect(io.written.stdout).toBe("Plan\n\nApply\n\ndone\n");
});
