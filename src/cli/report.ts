import type { Io } from "./io.ts";
import type { Project } from "./project.ts";
export function report(error: unknown, c: { io: Io; json: boolean; project: Project }): number {
  c.io.stderr.write(String((error as Error).stack));
  return 2;
}
