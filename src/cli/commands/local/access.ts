import { environments } from "../../../../infra/envs/index.ts";
import { ControlRefused, denials, mintToken } from "../../../local-aws/control-client.ts";
import { inventory } from "../../../local-aws/daemon.ts";
import { type Invocation, type Options, printJson } from "../../command.ts";
import { UserError } from "../../errors.ts";
import { counted } from "../../rehearsal/report.ts";
import { readSettings } from "../../settings.ts";
import { tokenUse } from "../../views/local-token.ts";
import { renderDenials } from "../../views/rehearsal-report.ts";
import { runningServer } from "./running.ts";

/** Shows the last requests that IAM refused, equal ones together. */
export async function denied({ io, screen, project, options }: Invocation): Promise<void> {
  const { endpoint } = await runningServer(project);
  const all = await denials(endpoint);
  if (options.json) printJson(io, { denials: all });
  else if (all.length === 0) screen.say("IAM has refused nothing since the server started.");
  else screen.say(...renderDenials(counted(all), screen.look));
}

/** Prints the token that a pod of a service account finds in its file: alone on stdout, so that it can be a file's content. */
export async function token({ io, project, options }: Invocation): Promise<void> {
  const { namespace, serviceAccount } = readServiceAccount(options);
  const { endpoint } = await runningServer(project);
  const environment = Object.keys(environments)[0] ?? "";
  const { settings } = await readSettings({ environment, target: "local", project, io, overrides: [] });
  const cluster = options.cluster ?? (await onlyCluster(endpoint));
  const { audience } = options;
  const { account_id: account, region } = settings;
  const request = { namespace, serviceAccount, cluster, audience, account, region };
  const minted = await mintToken(endpoint, request).catch(refused);
  if (options.json) {
    printJson(io, { ...minted });
    return;
  }
  io.stdout.write(`${minted.token}\n`);
  // Whoever redirects the token still reads how to use it.
  if (io.stderr.isTTY) io.stderr.write(`${tokenUse(namespace, serviceAccount).join("\n")}\n`);
}

function readServiceAccount({ serviceAccount: given }: Options): {
  namespace: string;
  serviceAccount: string;
} {
  const [, namespace, serviceAccount] = /^([a-z0-9-]+)\/([a-z0-9.-]+)$/.exec(given ?? "") ?? [];
  if (namespace && serviceAccount) return { namespace, serviceAccount };
  throw new UserError("Whose token?", {
    problems: [
      {
        subject: "--service-account",
        received: given ?? "nothing",
        expected: "<namespace>/<name>",
        fix: "for example --service-account kube-system/cluster-autoscaler",
      },
    ],
  });
}

/** The name of the one cluster there is. @throws UserError when there is none, or more */
async function onlyCluster(endpoint: string): Promise<string> {
  const clusters = (await inventory(endpoint)).filter(({ type }) => type === "AWS::EKS::Cluster");
  const [cluster, ...others] = clusters.map(({ id }) => id);
  if (cluster !== undefined && others.length === 0) return cluster;
  throw new UserError(
    cluster ? "Which cluster's token?" : "There is no cluster that could hand out a token.",
    {
      problems: cluster
        ? [
            {
              subject: "--cluster",
              received: "nothing",
              expected: `one of ${[cluster, ...others].join(", ")}`,
            },
          ]
        : [],
      next: cluster ? [] : ["Make one:", "  infra apply dev --local"],
    },
  );
}

function refused(error: Error): never {
  if (!(error instanceof ControlRefused)) throw error;
  throw new UserError(`No token: ${error.message}`);
}
