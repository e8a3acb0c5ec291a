import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { writeFileAtomically } from "./atomic-file.ts";
import { type ParsedHcl, parseHcl } from "./hcl.ts";
import { readIfThere } from "./lock-file.ts";

/** Increased when the parser, and so what it makes of a text, changes. */
const FORMAT = 1;
const KEPT_ENTRIES = 16;

type Bodies = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Remembers what texts parsed to, by their digest. Starting the parser takes nearly half a second, and settings seldom change.
 * Nothing is written before `save`, and only what parsed.
 */
export class HclCache {
  readonly #file: string;
  readonly #used: Record<string, Readonly<Record<string, unknown>>> = {};
  #known?: Promise<Bodies>;
  #parsed = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** As `parseHcl`, from memory where the text was parsed before. */
  async parse(text: string): Promise<ParsedHcl> {
    const key = createHash("sha256").update(`${FORMAT}\n${text}`).digest("hex");
    this.#known ??= this.#read();
    const body = (await this.#known)[key];
    if (body) {
      this.#used[key] = body;
      return { body };
    }
    const parsed = await parseHcl(text);
    if (parsed.body) {
      this.#used[key] = parsed.body;
      this.#parsed = true;
    }
    return parsed;
  }

  /** Writes down what was parsed since, readable by its owner only: settings may be secrets. Does without where it may not write. */
  async save(): Promise<void> {
    if (!this.#parsed) return;
    const entries = Object.entries({ ...this.#used, ...(await this.#known) }).slice(0, KEPT_ENTRIES);
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFileAtomically(this.#file, JSON.stringify(Object.fromEntries(entries)), 0o600);
    } catch (error) {
      if (!isForbidden(error)) throw error;
    }
  }

  async #read(): Promise<Bodies> {
    try {
      return JSON.parse((await readIfThere(this.#file)) ?? "{}") as Bodies;
    } catch (error) {
      // A cache that is damaged, or somebody else's, is an empty one.
      if (error instanceof SyntaxError || isForbidden(error)) return {};
      throw error;
    }
  }
}

/** Whether the file system, not a mistake of ours, keeps a file from being read or written. */
function isForbidden(error: unknown): boolean {
  return ["EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "");
}
