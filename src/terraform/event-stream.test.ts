import { expect, test } from "vitest";
import { EventStream, parseEvent } from "./event-stream.ts";
import type { EngineEvent } from "./events.ts";
import { lines } from "./fake-engine.ts";

test("lines that arrive in pieces are put together", () => {
  const events: EngineEvent[] = [];
  const stream = new EventStream((event) => events.push(event));
  const text = `${JSON.stringify(lines.version)}\n${JSON.stringify(lines.summary("plan", 3))}\n`;
  for (const character of text) stream.push(character);
  stream.end();
  expect(events.map(({ type }) => type)).toEqual(["version", "change_summary"]);
  expect(events[1]).toMatchObject({ changes: { add: 3, operation: "plan" } });
});

test("a last line without newline counts, and half a line is kept as text", () => {
  const whole = new EventStream();
  whole.push(JSON.stringify(lines.error("no")));
  whole.end();
  expect(whole.diagnostics).toMatchObject([{ severity: "error", summary: "no" }]);
  const half = new EventStream();
  half.push('{"type":"diag');
  half.end();
  expect(half.plainOutput).toBe('{"type":"diag');
});

test("plain text among the JSON is kept, coloured or not, up to its last forty lines", () => {
  const stream = new EventStream();
  stream.push("\u001b[32mSuccessfully configured\u001b[0m\n");
  expect(stream.plainOutput).toBe("Successfully configured");
  for (let line = 0; line < 100; line += 1) stream.push(`line ${line}\n`);
  expect(stream.plainOutput.split("\n")).toHaveLength(40);
  expect(stream.plainOutput).toContain("line 99");
});

test("what a resource's name or an error holds cannot move the cursor", () => {
  const event = parseEvent(
    JSON.stringify({ ...lines.error("a\u001b[2Kb", "x\u0007"), "@message": "m\u001b[1m" }),
  );
  expect(event).toMatchObject({ message: "m", diagnostic: { summary: "ab", address: "x" } });
});

test("an event of a type that is not known arrives with its name and fields", () => {
  expect(parseEvent('{"type":"test_summary","@message":"m","x":1}')).toEqual({
    type: "other",
    name: "test_summary",
    fields: { x: 1 },
    message: "m",
    timestamp: "",
  });
});

test("a new major version of the format is refused by name", () => {
  expect(() => parseEvent(JSON.stringify({ ...lines.version, ui: "2.0" }))).toThrow("version 2.0");
  expect(parseEvent(JSON.stringify({ ...lines.version, ui: "1.9" }))).toMatchObject({ ui: "1.9" });
});
