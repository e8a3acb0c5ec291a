import type { Danger } from "../../review/dangers/danger.ts";
import { levelOf } from "../../review/dangers/danger.ts";
import { type Attribution, isTerraform, type RecordedEvent } from "../../review/drift/attribution.ts";
import type { DriftedAttribute, DriftedResource } from "../../review/drift/drifted.ts";
import { topName } from "../../review/drift/put-back.ts";
import type { DriftReport, ReportedDrift, ReportedSetting } from "../drifting-report.ts";
import type { Look } from "../paint.ts";
import { agoWords } from "./ago.ts";
import { folded, MARKS, marked, visible } from "./plan-text.ts";
import { attributeLine } from "./plan-values.ts";
import { plural } from "./text.ts";

/** So many further addresses or statements are named. */
const FEW = 3;

/** So many attributes of one resource are shown. */
const ATTRIBUTES = 6;

/** Drift for people: each resource with what differs, who changed it and what keeps it; the two ways out; the verdict last. */
export function renderDrift(report: DriftReport, now: number, look: Look): string[] {
  const { paint } = look;
  const { resources, since } = report;
  const heading = `Drift of ${report.environment} on ${report.place}`;
  const view = new DriftView(report, now, look);
  return [
    paint("bold", heading),
    ...(since ? [paint("dim", `  compared with the last apply, ${agoWords(since.getTime(), now)}`)] : []),
    ...view.modules(),
    ...view.trail(),
    ...view.harmless(),
    ...view.waysOut(),
    "",
    resources.length > 0
      ? paint(["yellow", "bold"], verdict(resources))
      : `${paint("green", "✓")} No drift: AWS is as the last apply left it.`,
  ];
}

/** `3 resources drifted (1 deleted); nothing was changed.` */
export function verdict(resources: readonly Pick<DriftedResource, "address" | "kind">[]): string {
  const count = (kind: DriftedResource["kind"]) => resources.filter((one) => one.kind === kind).length;
  const drifted = new Set(resources.map(({ address }) => address)).size;
  const parts = [
    ...(count("deleted") > 0 ? [`${count("deleted")} deleted`] : []),
    ...(count("added") > 0 ? [`${plural(count("added"), "thing")} added`] : []),
  ];
  return `${plural(drifted, "resource")} drifted${parts.length > 0 ? ` (${parts.join(", ")})` : ""}; nothing was changed.`;
}

class DriftView {
  readonly #report: DriftReport;
  readonly #now: number;
  readonly #look: Look;

  constructor(report: DriftReport, now: number, look: Look) {
    this.#report = report;
    this.#now = now;
    this.#look = look;
  }

  modules(): string[] {
    return [...grouped(this.#report.resources)].flatMap(([module, resources]) => [
      "",
      `  ${this.#look.paint("bold", module)}`,
      ...resources.flatMap((one) => this.#resource(one)),
    ]);
  }

  /** Why nobody is named, once for all. */
  trail(): string[] {
    const { unreadable } = this.#report;
    return unreadable
      ? ["", ...marked("!", `The trail does not say who: ${unreadable}.`, 2, this.#look)]
      : [];
  }

  harmless(): string[] {
    const { harmless } = this.#report;
    if (harmless.length === 0) return [];
    const text = `${plural(harmless.length, "resource")} also ${harmless.length === 1 ? "differs" : "differ"} in what AWS computes or the declaration leaves open, which nobody needs to mend: --json names ${harmless.length === 1 ? "it" : "them"}.`;
    return ["", ...folded(text, this.#look.columns - 4).map((line) => `  ${this.#look.paint("dim", line)}`)];
  }

  waysOut(): string[] {
    const { resources, takeBack, plan } = this.#report;
    if (resources.every(({ kind }) => kind === "added")) return [];
    return [
      "",
      ...marked("→", `Take it back: ${takeBack}`, 2, this.#look),
      ...marked(
        "→",
        `Take it over: make the change behind "keep it", then ${plan} shows what is left of it`,
        2,
        this.#look,
      ),
    ];
  }

  #resource(resource: ReportedDrift): string[] {
    const { address, kind, attributes, dangers, replacedWhenTakenBack } = resource;
    const [mark, format] = MARKS[({ changed: "update", deleted: "delete", added: "create" } as const)[kind]];
    const told = { changed: "", deleted: ": deleted", added: ": added by hand" }[kind];
    return [
      ...marked(this.#look.paint(format, mark), `${address}${told}`, 4, this.#look),
      ...attributes.slice(0, ATTRIBUTES).flatMap((one) => this.#attribute(one, kind)),
      ...(attributes.length > ATTRIBUTES
        ? [`        … and ${plural(attributes.length - ATTRIBUTES, "more attribute")} (--json has all)`]
        : []),
      ...this.#who(resource),
      ...dangers.flatMap((one) => this.#danger(one)),
      ...(replacedWhenTakenBack
        ? this.#line("!", "Taking it back destroys it and makes it anew.", "red")
        : []),
      ...this.#keep(resource),
    ];
  }

  #attribute(attribute: DriftedAttribute, kind: DriftedResource["kind"]): string[] {
    if (kind === "added")
      return folded(`${attribute.path}  ${attribute.after}`, this.#look.columns - 10).map(
        (line) => `        ${line}`,
      );
    return attributeLine({ ...attribute, unknown: false }, 8, this.#look);
  }

  #who({ changers, attributes }: ReportedDrift): string[] {
    if (this.#report.unreadable) return [];
    if (changers.length === 0)
      return this.#line(" ", "by: the trail does not say; it may be 15 minutes behind, and keeps 90 days");
    const several = changers.length > 1 || changers.some((one) => one.attributes.length < attributes.length);
    return changers.flatMap((one) => {
      const what =
        several && one.attributes.length > 0 ? `${names(one.attributes.map((path) => ({ path })))} ` : "";
      return this.#line(" ", `${what}by ${eventWords(one, this.#now)}`);
    });
  }

  #danger(danger: Danger): string[] {
    const statements = [...danger.statements]
      .sort((a, b) => Number(b.opens) - Number(a.opens))
      .slice(0, FEW)
      .flatMap(({ text, change }) =>
        marked({ added: "+", removed: "-", changed: "~" }[change], text, 10, this.#look),
      );
    const format: Parameters<Look["paint"]>[0] = levelOf(danger) === "dangerous" ? ["red", "bold"] : "yellow";
    return [...this.#line("!", danger.what, format), ...statements];
  }

  #keep({ kind, added, settings, source, attributes }: ReportedDrift): string[] {
    if (added)
      return [
        ...this.#line("→", `take it away: ${added.undo}`, "cyan"),
        ...this.#line(
          "→",
          `keep it: declare an ${added.as.type}${source ? ` beside ${source}` : ""}`,
          "cyan",
        ),
      ];
    const explained = new Set(settings.flatMap((one) => one.attributes));
    const rest = attributes.filter(({ path }) => !explained.has(path));
    const done = settings.length > 0 && (kind === "deleted" || rest.length === 0);
    const where = source ?? "where it is declared, in infra/";
    const by = kind === "deleted" ? `remove it at ${where}` : `${names(rest)} at ${where}`;
    return [
      ...settings.flatMap((one) => this.#line("→", `keep it: ${settingWords(one)}`, "cyan")),
      ...(done ? [] : this.#line("→", `keep it: ${by}`, "cyan")),
    ];
  }

  #line(mark: string, text: string, format?: Parameters<Look["paint"]>[0]): string[] {
    return marked(mark, text, 6, this.#look).map((line) => (format ? this.#look.paint(format, line) : line));
  }
}

/** Paths as few words: of many, and of what is inside a policy, only the attributes that they are in. */
function names(attributes: readonly { readonly path: string }[]): string {
  const inside = attributes.length > FEW || attributes.some(({ path }) => /\.Statement\b/.test(path));
  return [...new Set(attributes.map((one) => (inside ? topName(one) : one.path)))].join(", ");
}

function settingWords({ text, file, missing, alsoChanges }: ReportedSetting): string {
  const more = alsoChanges.length - FEW;
  const also =
    alsoChanges.length > 0
      ? ` (also changes ${alsoChanges.slice(0, FEW).join(", ")}${more > 0 ? ` and ${more} more` : ""})`
      : "";
  return `${text} in ${file}${missing ? ", copied from the example beside it" : ""}${also}`;
}

/** `anna (AssumedRole admin) with PutBucketVersioning, 14 min ago, from 203.0.113.7` */
function eventWords({ event, certain }: Attribution, now: number): string {
  const from = event.from ? `, from ${event.from}` : "";
  const words = `${actorWords(event)} with ${event.name}, ${agoWords(Date.parse(event.time), now)}${from}`;
  return visible(certain ? words : `${words} (the latest change of it that fits)`);
}

function actorWords(event: RecordedEvent): string {
  const { name, type, role } = event.who;
  const who =
    type === "Root" ? "the account's root user" : `${name} (${[type, role].filter(Boolean).join(" ")})`;
  return isTerraform(event) ? `Terraform as ${who}` : who;
}

function grouped(resources: readonly ReportedDrift[]): Map<string, ReportedDrift[]> {
  const found = new Map<string, ReportedDrift[]>();
  for (const one of resources) found.set(one.module, [...(found.get(one.module) ?? []), one]);
  return found;
}
