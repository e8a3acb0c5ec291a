import { levelOf } from "../../review/dangers/danger.ts";
import type { DriftedResource } from "../../review/drift/drifted.ts";
import type { DriftReport, ReportedDrift } from "./report.ts";

/** Drift as data; the resources' own values stay out of it, since some are sensitive. */
export function driftJson(report: DriftReport): Readonly<Record<string, unknown>> {
  const { resources, harmless, since, unreadable } = report;
  const of = (kind: DriftedResource["kind"]) => resources.filter((one) => one.kind === kind).length;
  return {
    drifted: new Set(resources.map(({ address }) => address)).size,
    counts: { changed: of("changed"), deleted: of("deleted"), added: of("added") },
    lastApply: since?.toISOString(),
    trail: { readable: unreadable === undefined, reason: unreadable },
    resources: resources.map((one) => resourceJson(one, report)),
    harmless: harmless.map(({ address, attributes }) => ({
      address,
      attributes: attributes.map(attributeJson),
    })),
  };
}

function resourceJson(resource: ReportedDrift, { takeBack }: DriftReport) {
  const { address, type, module, kind, attributes, dangers, changers, settings, source, added } = resource;
  return {
    address,
    type,
    module,
    kind,
    attributes: attributes.map(attributeJson),
    dangers: dangers.map((one) => ({
      rule: one.rule,
      level: levelOf(one),
      what: one.what,
      advice: one.advice,
    })),
    changes: changers.map(({ event: { parameters: _, ...event }, ...one }) => ({ ...one, event })),
    takeBack: added ? added.undo : takeBack,
    replacedWhenTakenBack: resource.replacedWhenTakenBack,
    takeOver: settings.map(({ variable, value, text, file, attributes, alsoChanges }) => ({
      variable,
      value,
      text,
      file,
      attributes,
      alsoChanges,
    })),
    declaredAt: source,
  };
}

const attributeJson = ({ path, before, after, sensitive }: DriftedResource["attributes"][number]) => ({
  path,
  before,
  after,
  sensitive,
});
