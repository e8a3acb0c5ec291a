import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { relayInterrupts } from "./interrupts.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function relayed() {
  const [source, kill] = [new EventEmitter(), vi.fn(() => true)];
  return { source, kill, interrupts: relayInterrupts({ kill }, source) };
}

test("what a terminal, make and npm each pass on is one interrupt; a later one is a second", () => {
  const { source, kill, interrupts } = relayed();
  for (const signal of ["SIGINT", "SIGTERM", "SIGINT", "SIGHUP"]) source.emit(signal);
  expect(kill).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1400);
  source.emit("SIGINT");
  expect(kill).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(200);
  source.emit("SIGINT");
  expect(kill.mock.calls).toEqual([["SIGINT"], ["SIGINT"]]);
  expect(interrupts.count).toBe(2);
});

test("when our process ends early, the engine is asked to stop, which is no interrupt of the user's", () => {
  const { source, kill, interrupts } = relayed();
  source.emit("exit");
  expect(kill).toHaveBeenCalledExactlyOnceWith("SIGINT");
  expect(interrupts.count).toBe(0);
});

test("afterwards nothing listens any more", () => {
  const { source, kill, interrupts } = relayed();
  interrupts.dispose();
  expect(source.eventNames()).toEqual([]);
  source.emit("SIGINT");
  expect(kill).not.toHaveBeenCalled();
});
