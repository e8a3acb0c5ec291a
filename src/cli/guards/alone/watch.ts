import {
  BEAT_MS,
  type RunNote,
  readRunNote,
  removeRunNote,
  writeRunNote,
} from "../../../operate/run-note.ts";
import {
  readStateLock,
  releaseStateLock,
  type StateLock,
  takeStateLock,
  thisUser,
} from "../../../operate/state-lock.ts";
import type { StateStore } from "../../../operate/state-store.ts";
import type { FolderHold } from "./folder.ts";
import { isRunning, type ProcessIdentity } from "./process-identity.ts";

/** How often a run looks whether Terraform's lock is still its own, in milliseconds. */
const LOOK_MS = 3_000;
/** Terraform releases its lock a moment before it ends, in milliseconds. */
const ENDING_MS = 1_500;
/** Terraform's clock and ours are the same, give or take this, in milliseconds. */
const SKEW_MS = 2_000;
/** At the end of a run nobody waits longer than this for its note to go, in milliseconds. */
const LEAVE_MS = 5_000;

export interface WatchProps {
  readonly store: StateStore;
  readonly hold: FolderHold;
  /** Of this run's note in the bucket; without one it shows no sign of life there. */
  readonly etag?: string;
  /** Says something at once, whatever is on the screen. */
  readonly warn: (text: string) => void;
  /** @default as often as a run should */
  readonly lookMs?: number;
  readonly beatMs?: number;
}

/** Shows that a run lives, and sees to it that Terraform's lock stays its own while its Terraform works. */
export class Watch {
  readonly #props: WatchProps;
  readonly #timer: NodeJS.Timeout;
  #etag: string | undefined;
  #beaten = performance.now();
  #busy: Promise<void> | undefined;
  #engine: ProcessIdentity | undefined;
  #ours: StateLock | undefined;
  #lostSince: string | undefined;
  #ended = false;

  constructor(props: WatchProps) {
    this.#props = props;
    this.#etag = props.etag;
    this.#timer = setInterval(() => {
      this.#busy ??= this.#tick().finally(() => {
        this.#busy = undefined;
      });
    }, props.lookMs ?? LOOK_MS);
    this.#timer.unref();
  }

  /** Since when this run's lock was not its own all the time: others may have written the same state. */
  get lostSince(): string | undefined {
    return this.#lostSince;
  }

  /** Ends the watching, takes this run's note away, and a lock that it had to take again. */
  async end(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#timer);
    const leave = async () => {
      await this.#busy;
      const { store, hold } = this.#props;
      if (this.#lostSince && this.#ours) await releaseStateLock(store, this.#ours.ID);
      if (this.#props.etag !== undefined) await removeRunNote(store, hold.note().run);
    };
    // A note that stays says itself how old it is.
    const late = new Promise<void>((done) => setTimeout(done, LEAVE_MS).unref());
    await Promise.race([leave().catch(() => undefined), late]);
  }

  /** A request that fails is made again at the next look: a run does not end because its watch cannot reach AWS. */
  async #tick(): Promise<void> {
    const { hold } = this.#props;
    const note = hold.update({ at: new Date().toISOString() });
    try {
      await this.#lookAtLock(note);
      await this.#beat(hold.note());
    } catch {
      // See above.
    }
  }

  async #beat(note: RunNote): Promise<void> {
    const { store, warn, beatMs = BEAT_MS } = this.#props;
    if (this.#etag === undefined || this.#ended || performance.now() - this.#beaten < beatMs) return;
    this.#beaten = performance.now();
    const etag = await writeRunNote(store, note, this.#etag);
    this.#etag = etag;
    if (etag !== undefined) return;
    const other = (await readRunNote(store))?.note;
    warn(
      other
        ? `This run was silent for too long (was the machine asleep?): ${other.who} works here now (${other.command}).`
        : "Somebody released this environment while this run goes on (infra unlock --force).",
    );
  }

  async #lookAtLock(note: RunNote): Promise<void> {
    const { store } = this.#props;
    const engine = note.engine;
    if (!engine || !isRunning(engine)) return;
    if (this.#engine?.pid !== engine.pid) {
      this.#engine = engine;
      this.#ours = undefined;
    }
    const lock = await readStateLock(store);
    if (!this.#ours) this.#recognize(lock, note);
    else if (lock?.ID !== this.#ours.ID) await this.#missed(this.#ours, engine);
  }

  #recognize(lock: StateLock | undefined, note: RunNote): void {
    if (lock?.Who !== thisUser() || Date.parse(lock.Created) < Date.parse(note.since) - SKEW_MS) return;
    this.#ours = lock;
    this.#props.hold.update({ lockId: lock.ID });
    // Others learn at once which lock is this run's.
    this.#beaten = Number.NEGATIVE_INFINITY;
  }

  /** The lock is not ours any more, while our Terraform goes on: somebody released it by force. Taken again where nobody else has it. */
  async #missed(ours: StateLock, engine: ProcessIdentity): Promise<void> {
    await new Promise((done) => setTimeout(done, ENDING_MS));
    if (!isRunning(engine) || this.#ended) return;
    const { store, warn } = this.#props;
    const lock = await readStateLock(store);
    if (lock?.ID === ours.ID) return;
    const told = this.#lostSince !== undefined;
    this.#lostSince ??= ours.Created;
    if (await takeStateLock(store, ours)) {
      warn(
        "Somebody released the lock of this run while it goes on (force-unlock). It is taken again; what was written meanwhile is compared at the end.",
      );
      return;
    }
    if (told) return;
    const who = lock ? `${lock.Who} (lock ${lock.ID}) holds it now` : "somebody else holds it now";
    warn(
      `Somebody released the lock of this run while it goes on (force-unlock), and ${who}: both write the same state, and the last one overwrites the other. Start nothing else here; at the end the two are compared.`,
    );
  }
}
