import type { DescribedChange } from "./change-details.ts";
import { matters } from "./words.ts";

/** What a reader wants to see of the changes. */
export interface Filter {
  /** Words that must all be found, in address, path, attributes' names or values. */
  readonly text: string;
  /** Empty for all. */
  readonly module: string;
  /** A kind of danger, `matters` for every grave one, empty for all. */
  readonly danger: string;
  readonly actions: ReadonlySet<string>;
  /** Only these, when a box of the picture was entered. */
  readonly addresses?: ReadonlySet<string>;
}

/** Says of changes whether a filter lets them through. What is searched in them is put together once. */
export class Finder {
  readonly #texts = new WeakMap<DescribedChange, string>();

  matches(described: DescribedChange, filter: Filter): boolean {
    const { change, dangers } = described;
    const { module, danger, actions, addresses } = filter;
    if (!actions.has(change.action) || (module && change.module !== module)) return false;
    if (addresses && !addresses.has(change.address)) return false;
    if (danger && !dangers.some((one) => (danger === "matters" ? matters(one) : one.kind === danger)))
      return false;
    const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    return words.length === 0 || words.every((word) => this.#text(described).includes(word));
  }

  #text(described: DescribedChange): string {
    const known = this.#texts.get(described);
    if (known !== undefined) return known;
    const { change, dangers } = described;
    const { address, path, module, attributes } = change;
    const values = attributes.map((one) => `${one.path} ${plain(one.before)} ${plain(one.after)}`);
    const text = [address, path, module, ...dangers.map(({ what }) => what), ...values]
      .join(" ")
      .toLowerCase();
    this.#texts.set(described, text);
    return text;
  }
}

function plain(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
