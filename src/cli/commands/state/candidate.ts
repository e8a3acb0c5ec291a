import { readFile } from "node:fs/promises";
import type { ObjectVersion, StateVersion } from "../../../operate/state-history.ts";
import { printable } from "../../../terraform/printable.ts";
import type { Deployment } from "../../deployment.ts";
import { UserError } from "../../errors.ts";
import { type KeptVersions, stateCommand } from "./versions.ts";

/** A state that may be brought back. */
export interface Candidate {
  /** For people: `version 3HL4…` or `file dev.tfstate`. */
  readonly name: string;
  readonly text: string;
  /** Nothing for a file. */
  readonly version?: StateVersion;
}

/** So many characters of a version's id are enough, where only one begins like this. */
const ENOUGH = 4;

/** The version or the file that is meant. @throws UserError when it is neither, or a deletion, or could be several */
export async function findCandidate(
  wanted: string | undefined,
  kept: KeptVersions,
  deployment: Deployment,
): Promise<Candidate> {
  const history = stateCommand(deployment, "state history");
  if (!wanted)
    throw new UserError("Which version is to be restored?", {
      next: [`Pick one of: ${history}`, `Then: ${stateCommand(deployment, "state restore", "VERSION")}`],
    });
  const all = [...kept.versions, ...kept.older];
  const exact = all.filter(({ versionId }) => versionId === wanted);
  const alike = all.filter(({ versionId }) => wanted.length >= ENOUGH && versionId.startsWith(wanted));
  const [found, another] = exact.length > 0 ? exact : alike;
  if (found && another) throw severalFit(wanted, alike);
  if (found) return ofVersion(found, kept, deployment);
  return { name: `file ${printable(wanted)}`, text: await readStateFile(wanted, history) };
}

async function ofVersion(
  found: ObjectVersion,
  kept: KeptVersions,
  deployment: Deployment,
): Promise<Candidate> {
  const { versionId, deletion } = found;
  const version = kept.versions.find((one) => one.versionId === versionId) ?? (await kept.read(found));
  if (version?.text !== undefined) return { name: `version ${versionId}`, text: version.text, version };
  const before = kept.versions.find(({ header, at }) => header && at <= found.at);
  throw new UserError(
    `Version ${versionId} holds nothing: it is ${deletion ? "the mark of a deletion" : "not there any more"}.`,
    {
      next: before
        ? ["The last state before it:", `  ${stateCommand(deployment, "state restore", before.versionId)}`]
        : [`What is kept before it: ${stateCommand(deployment, "state history", "--full")}`],
    },
  );
}

async function readStateFile(file: string, history: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") throw new UserError(`The file ${printable(file)} cannot be read: ${message}`);
    throw new UserError("There is no such version, and no such file.", {
      problems: [
        {
          subject: "version",
          received: printable(file),
          expected: "a version's id, or the path of a state file",
          fix: `look for it: ${history} --full`,
        },
      ],
    });
  }
}

function severalFit(wanted: string, versions: readonly ObjectVersion[]): UserError {
  return new UserError(`Several versions begin with ${printable(wanted)}.`, {
    next: ["Name one in full:", ...versions.map(({ versionId }) => `  ${versionId}`)],
  });
}
