import { readFileSync } from "node:fs";
import { join } from "node:path";
import { framesOf } from "./frames.mjs";
import { session } from "./session.mjs";
import { parseTypescript } from "./typescript.mjs";

const folder = join(import.meta.dirname, "fixtures");

/** The small recording that tests play: what `fixtures/said.sh` says. */
export const SMALL = { columns: 60, rows: 12 };

export function smallRecording() {
  const events = parseTypescript(
    readFileSync(join(folder, "small.out")),
    readFileSync(join(folder, "small.timing"), "utf8"),
  );
  return [{ typed: "make plan ENV=dev LOCAL=1", events }];
}

export const smallFrames = () => framesOf(session(smallRecording()), SMALL);
