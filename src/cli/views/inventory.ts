import type { Look } from "../paint.ts";
import { beside, plural } from "./text.ts";

/** Structural: one thing that exists in the embedded AWS. */
export interface Item {
  readonly service: string;
  readonly type: string;
  readonly id: string;
}

/** What exists, counted by service and type. */
export function renderInventory(items: readonly Item[], look: Look): string[] {
  if (items.length === 0) return ["It holds nothing."];
  const services = new Map<string, Map<string, number>>();
  for (const { service, type } of items) {
    const types = services.get(service) ?? new Map<string, number>();
    const name = type.slice(type.lastIndexOf(":") + 1);
    services.set(service, types.set(name, (types.get(name) ?? 0) + 1));
  }
  const width = Math.max(...[...services.keys()].map((service) => service.length));
  return [
    `It holds ${plural(items.length, "thing")}:`,
    ...[...services].sort().flatMap(([service, types]) => {
      const list = [...types].sort().map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
      return beside(service, list.join(", "), { width: width + 1, columns: look.columns, indent: 2 });
    }),
  ];
}
