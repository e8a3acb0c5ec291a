const ADVICE: Readonly<Record<string, string>> = {
  ENOENT: "Make the folder, or name another file.",
  ENOTDIR: "Part of the path is a file: name a folder that exists.",
  EISDIR: "It is a folder: name a file in it.",
  EACCES: "You may not write there: name a file in a folder of yours.",
  EPERM: "You may not write there: name a file in a folder of yours.",
  EROFS: "Nothing can be written there: name a file in another folder.",
  ENOSPC: "The disk is full: make room, or name a file on another one.",
};

/** What to do about a file that could not be written, by the system's error. */
export function writingAdvice({ code = "", message }: NodeJS.ErrnoException): string {
  return ADVICE[code] ?? message;
}
