import {
  driftByHand,
  handMadeChanges,
  handMadeDeletion,
  removeAnna,
} from "../../end-to-end/hand-made-drift.ts";
import type { Scenario } from "../scenario.ts";
import { APPLY, converges } from "./kills.ts";

interface Drifted {
  readonly resources: readonly {
    readonly address: string;
    readonly changes: readonly {
      readonly event: { readonly name: string; readonly who: { readonly name: string } };
    }[];
  }[];
}

/** Somebody changes and deletes by hand what Terraform manages. */
export const handMade: readonly Scenario[] = [
  {
    id: "hand-made-drift",
    title: "ten attributes changed by hand, one resource deleted",
    happens: "Somebody changes ten attributes by hand and deletes one resource",
    sees: "each of the eleven, what it was and is, who did it, when and with which request; the setting that would keep it",
    types: "`infra drift dev`, then `infra apply dev`, or the setting that it prints",
    from: "deployed",
    ends: "deployed",
    async run(sandbox) {
      const { outputs } = await sandbox.json<{ outputs: Record<string, { value: unknown }> }>(
        "output",
        "dev",
        "--local",
      );
      const { account, region, access } = await sandbox.place();
      const place = { endpoint: access?.endpoint ?? "", account, region };
      await driftByHand({ ...place, outputs });
      const { code, stdout } = await sandbox.run("drift", "dev", "--local", "--json");
      sandbox.expect(code === 2, `drift ends with 2, not ${code}`);
      const { resources } = JSON.parse(stdout) as Drifted;
      const expected = [...handMadeChanges.map(([address, , event]) => [address, event]), handMadeDeletion];
      for (const [address, event] of expected) {
        const found = resources.find((one) => one.address === address);
        sandbox.expect(found !== undefined, `${address} is named`);
        sandbox.expect(
          found?.changes.some((one) => one.event.name === event && one.event.who.name === "anna") ?? false,
          `${address} was changed by anna with ${event}`,
        );
      }
      sandbox.expect(
        resources.length === expected.length,
        `${expected.length} drifted, not ${resources.length}`,
      );
      await converges(sandbox, APPLY);
      await removeAnna(place);
      const after = await sandbox.run("drift", "dev", "--local");
      sandbox.expect(after.code === 0, `nothing drifts any more\n${after.stdout}`);
      return undefined;
    },
  },
];
