import { changeDetails, changeSummary, type DescribedChange } from "../change-details.ts";
import { type Filter, Finder } from "../filter.ts";
import { type Html, html } from "../html.ts";
import type { PageData } from "../page-data.ts";
import { plural } from "../words.ts";
import { element } from "./data.ts";

/** A module shows so many of its changes at once; a button brings the rest. */
const PER_MODULE = 60;

/** Before anybody looked for something: so many creations, of which one is like the other, once there are many changes in all. */
const CREATIONS = 6;
const MANY = 40;

/** Opened for the printer, at most. */
const PRINTED = 60;

/** The changes by module, as far as the filters let them through; each opens to its attributes. */
export class ChangeList {
  readonly #all: readonly DescribedChange[];
  readonly #finder = new Finder();
  readonly #whole = new Set<string>();
  #addresses?: ReadonlySet<string>;
  #boxTitle = "";

  constructor({ changes, dangers, findings }: PageData) {
    this.#all = changes.map((change) => ({
      change,
      dangers: dangers.filter(({ address }) => address === change.address),
      findings: findings[change.address] ?? [],
    }));
    if (this.#all.length > 0) this.#listen();
  }

  /** What is known of a resource; undefined when nothing happens to it. */
  find(address: string): DescribedChange | undefined {
    return this.#all.find(({ change }) => change.address === address);
  }

  /** Shows only what happens to these resources, and takes the reader there. */
  showOnly(addresses: readonly string[], title: string): void {
    this.#form().reset();
    this.#addresses = new Set(addresses);
    this.#boxTitle = title;
    this.#draw();
    const heading = element("changes-title");
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
  }

  /** Opens what becomes something else, for a reader on paper: all that was known of what goes would be fifty pages of a removal. */
  openForPrint(): HTMLDetailsElement[] {
    const closed = [
      ...document.querySelectorAll<HTMLDetailsElement>(
        "#change-list details.change:is(.update, .replace):not([open])",
      ),
    ].slice(0, PRINTED);
    for (const details of closed) this.#open(details);
    return closed;
  }

  #listen(): void {
    const [form, list] = [this.#form(), element("change-list")];
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.#draw());
    element("reset-filters").addEventListener("click", () => {
      form.reset();
      this.#addresses = undefined;
      this.#draw();
      form.querySelector<HTMLInputElement>("[name=text]")?.focus();
    });
    list.addEventListener(
      "toggle",
      ({ target }) => target instanceof HTMLDetailsElement && this.#fill(target),
      true,
    );
    list.addEventListener("click", ({ target }) => {
      const module = target instanceof HTMLElement ? target.dataset.more : undefined;
      if (module === undefined) return;
      const summaries = () =>
        list.querySelectorAll<HTMLElement>(`details[data-module="${CSS.escape(module)}"] > summary`);
      const seen = summaries().length;
      this.#whole.add(module);
      this.#draw();
      // The button is gone: who used the keyboard goes on where the list goes on.
      summaries()[seen]?.focus();
    });
    this.#draw();
  }

  #form(): HTMLFormElement {
    return element("filters") as HTMLFormElement;
  }

  #filter(): Filter {
    const values = new FormData(this.#form());
    const text = (name: string) => String(values.get(name) ?? "");
    return {
      text: text("text"),
      module: text("module"),
      danger: text("danger"),
      actions: new Set(values.getAll("action").map(String)),
      addresses: this.#addresses,
    };
  }

  #draw(): void {
    const filter = this.#filter();
    const shown = this.#all.filter((one) => this.#finder.matches(one, filter));
    const modules = new Map<string, DescribedChange[]>();
    for (const one of shown) modules.set(one.change.module, [...(modules.get(one.change.module) ?? []), one]);
    const brief = shown.length === this.#all.length && shown.length > MANY;
    element("change-list").innerHTML = html`${[...modules].map(([module, changes]) =>
      this.#module(module, changes, brief),
    )}`.text;
    const all = shown.length === this.#all.length;
    const box = this.#addresses ? ` of ${this.#boxTitle}` : "";
    element("result").textContent = all
      ? plural(shown.length, "change")
      : `${shown.length} of ${plural(this.#all.length, "change")}${box}`;
    element("reset-filters").hidden = all;
  }

  #module(module: string, changes: readonly DescribedChange[], brief: boolean): Html {
    const shown = this.#whole.has(module) ? changes : first(changes, brief);
    const rest = changes.length - shown.length;
    return html`<h3>${module} <span class="muted">${changes.length}</span></h3>
<ul class="changes">${shown.map(
      (one) =>
        html`<li><details class="change ${one.change.action}" data-module="${module}" data-address="${one.change.address}"><summary>${changeSummary(one)}</summary></details></li>`,
    )}</ul>${rest > 0 && html`<p><button type="button" data-more="${module}">Show ${rest} more of ${module}</button></p>`}`;
  }

  #open(details: HTMLDetailsElement): void {
    this.#fill(details);
    details.open = true;
  }

  /** The attributes of thousands of changes are written out when somebody looks. */
  #fill(details: HTMLDetailsElement): void {
    const { address } = details.dataset;
    if (address === undefined || details.children.length > 1) return;
    const described = this.find(address);
    if (!described) return;
    details.insertAdjacentHTML(
      "beforeend",
      html`<div class="details">${changeDetails(described)}</div>`.text,
    );
  }
}

/** The changes that a module shows at once; what touches something that exists is not held back for creations. */
function first(changes: readonly DescribedChange[], brief: boolean): readonly DescribedChange[] {
  let creations = 0;
  const told = changes.filter(
    ({ change }) => !brief || change.action !== "create" || creations++ < CREATIONS,
  );
  return told.slice(0, PER_MODULE);
}
