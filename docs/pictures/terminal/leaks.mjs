import { homedir, hostname, tmpdir, userInfo } from "node:os";
import { linesOf } from "./frames.mjs";

/** The account of the examples: the only one that may be seen. */
const EXAMPLE_ACCOUNT = "123456789012";

/** What tells of the machine that a film was made on: `{ what, text }`, without what is too short to mean anything. */
export function machineSecrets(checkout) {
  return [
    { what: "the checkout's path", text: checkout },
    { what: "the home directory", text: homedir() },
    { what: "the directory for temporary files", text: tmpdir() },
    { what: "the user and the machine", text: `${userInfo().username}@${hostname()}` },
  ].filter(({ text }) => text.length > 1);
}

/**
 * What a film shows of the machine or the account that it was made with: one sentence for each finding, none when it may be published. A path that
 * goes on at the next row's beginning is found as well.
 */
export function leaksOf(frames, secrets) {
  const found = new Map();
  for (const frame of frames) {
    const lines = linesOf(frame);
    const text = lines.join("\n");
    const unwrapped = lines.join("");
    for (const secret of secrets)
      if (text.includes(secret.text) || (secret.text.length > 8 && unwrapped.includes(secret.text)))
        found.set(secret.text, `${secret.what}, ${secret.text}: ${lineWith(lines, secret.text)}`);
    for (const [, account] of text.matchAll(/(?:^|[:\s])(\d{12})(?=[:.\s]|$)/g))
      if (account !== EXAMPLE_ACCOUNT)
        found.set(account, `an account that is not the example's, ${account}: ${lineWith(lines, account)}`);
  }
  return [...found.values()];
}

function lineWith(lines, text) {
  const line = lines.find((one) => one.includes(text));
  return line ? JSON.stringify(line.trim()) : "over two rows";
}
