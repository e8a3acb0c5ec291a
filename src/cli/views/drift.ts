import type { Danger } from "../../review/dangers/danger.ts";
import { levelOf } from "../../review/dangers/danger.ts";
import type { DriftedAttribute, DriftedResource } from "../../review/drift/drifted.ts";
import type { DriftReport, ReportedDrift } from "../drifting/report.ts";
import type { Look } from "../paint.ts";
import { agoWords } from "./ago.ts";
import { eventWords, names, settingWords, verdict } from "./drift-words.ts";
import { folded, MARKS, marked } from "./plan-text.ts";
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
        // A command stays whole, however narrow the screen is.
        ...this.#line("→", "take it away:", "cyan"),
        `          ${this.#look.paint("cyan", added.undo)}`,
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

function grouped(resources: readonly ReportedDrift[]): Map<string, ReportedDrift[]> {
  const found = new Map<string, ReportedDrift[]>();
  for (const one of resources) found.set(one.module, [...(found.get(one.module) ?? []), one]);
  return found;
}
