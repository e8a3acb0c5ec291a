/** What AWS still holds for a moment after what used it went. */
const HELD = [
  "DependencyViolation",
  "ResourceInUse",
  "ResourceInUseException",
  "InvalidNetworkInterface.InUse",
];
const TRIES = 6;

/** Tries again while AWS still holds it; what is gone already is as good. */
export async function patiently(work: () => Promise<unknown>, pause: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await unlessGone(work);
      return;
    } catch (error) {
      if (attempt === TRIES || !HELD.includes((error as Error).name)) throw error;
      await delay(pause);
    }
  }
}

const isMissing = (error: unknown): boolean =>
  /NotFound|ResourceNotFoundException|NoSuch/.test((error as Error).name);

/** Does something to what may be gone already. */
export async function unlessGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Whether a look finds nothing any more. */
export async function isGone(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return false;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

/** Waits until something is so. @throws Error that names what was waited for, and how long */
export async function until(
  ready: () => Promise<boolean>,
  { what, seconds, pause }: { what: string; seconds: number; pause: number },
): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await ready()); ) {
    if (Date.now() > end)
      throw new Error(`gave up after ${Math.round(seconds / 60)} min of waiting until ${what}`);
    await delay(pause);
  }
}

const delay = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));
