import type { ChangeCounts, EngineEvent, OutputsEvent } from "./events.ts";

/** Picks from the events what a result repeats. */
export class EventSummary {
  counts: ChangeCounts | undefined;
  outputs: OutputsEvent["outputs"] = {};

  tee(onEvent: ((event: EngineEvent) => void) | undefined): (event: EngineEvent) => void {
    return (event) => {
      if (event.type === "change_summary") this.counts = event.changes;
      if (event.type === "outputs") this.outputs = event.outputs;
      onEvent?.(event);
    };
  }
}
