import { invalidValue } from "./errors.ts";

interface Ports {
  readonly FromPort?: number;
  readonly ToPort?: number;
}

const names: Readonly<Record<string, string>> = {
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
  "58": "icmpv6",
  all: "-1",
};

/** A rule's protocol as EC2 keeps it: by name where it has one. @throws ServiceError for what is neither a name nor a number */
export function protocolName(protocol: string | undefined): string {
  const given = (protocol ?? "-1").toLowerCase();
  const name = names[given] ?? given;
  if (/^(tcp|udp|icmp|icmpv6|-1)$/.test(name) || (/^\d{1,3}$/.test(name) && Number(name) <= 255)) return name;
  throw invalidValue(`Invalid value '${protocol}' for IP protocol. Unknown protocol.`);
}

/** A rule's ports, or ICMP's type and code; -1 stands for all. @throws ServiceError for ports that TCP and UDP do not have */
export function portsOf(protocol: string, { FromPort, ToPort }: Ports): Required<Ports> {
  if (protocol === "-1") return { FromPort: -1, ToPort: -1 };
  if (protocol === "tcp" || protocol === "udp") requirePorts(FromPort, ToPort);
  return { FromPort: FromPort ?? -1, ToPort: ToPort ?? -1 };
}

function requirePorts(from: number | undefined, to: number | undefined): void {
  if (from === undefined || to === undefined)
    throw invalidValue("Invalid value for portRange. Must specify both from and to ports with TCP/UDP.");
  for (const port of [from, to])
    if (port < 0 || port > 65_535) throw invalidValue(`TCP/UDP port (${port}) out of range`);
  if (from > to) throw invalidValue(`Invalid TCP/UDP port range (${from}:${to})`);
}
