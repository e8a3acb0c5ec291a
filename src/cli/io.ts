/** One of the two streams a command writes to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in characters; 80 where nobody knows. */
  readonly columns: number;
  readonly rows: number;
}

/** Everything the CLI touches of the process it runs in, so that tests can run commands in their own. */
export interface Io {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Output;
  readonly stderr: Output;
  /** A person can be asked: stdin and stderr are terminals and this is not a CI machine. */
  readonly interactive: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  /** Asks for a yes; no and Ctrl-C are both `false`. */
  confirm(question: string): Promise<boolean>;
  /** Asks for a line of text; `undefined` when the person gave up. */
  ask(question: string, placeholder: string): Promise<string | undefined>;
  /** Calls back at each Ctrl-C (or SIGTERM) with how many there have been, instead of ending the process. Returns the way to stop. */
  onInterrupt(listener: (count: number) => void): () => void;
}

/** A terminal and `make` may both pass on the same Ctrl-C; repeats within this time are one, in milliseconds. */
const SAME_INTERRUPT_MS = 1500;

/** The process's own streams, environment, clock and signals. */
export function processIo(): Io {
  return {
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY) && !process.env.CI,
    now: Date.now,
    async confirm(question) {
      const { confirm, isCancel } = await import("@clack/prompts");
      const answer = await confirm({ message: question, initialValue: false, output: process.stderr });
      return !isCancel(answer) && answer;
    },
    async ask(question, placeholder) {
      const { text, isCancel } = await import("@clack/prompts");
      const answer = await text({ message: question, placeholder, output: process.stderr });
      return isCancel(answer) ? undefined : (answer ?? "");
    },
    onInterrupt(listener) {
      let count = 0;
      let last = Number.NEGATIVE_INFINITY;
      const heard = () => {
        const now = performance.now();
        if (now - last < SAME_INTERRUPT_MS) return;
        last = now;
        listener(++count);
      };
      process.on("SIGINT", heard);
      process.on("SIGTERM", heard);
      return () => {
        process.off("SIGINT", heard);
        process.off("SIGTERM", heard);
      };
    },
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  let readerLeft = false;
  // A reader that went away (`infra apply | head`) must not end what is under way.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    readerLeft = true;
  });
  return {
    write(text) {
      if (!readerLeft) stream.write(text);
    },
    get isTTY() {
      return Boolean(stream.isTTY);
    },
    get columns() {
      return stream.columns || Number(process.env.COLUMNS) || 80;
    },
    get rows() {
      return stream.rows || 24;
    },
  };
}
