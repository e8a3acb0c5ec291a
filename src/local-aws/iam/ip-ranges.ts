/** An address, or a range of them, as one number. */
interface IpRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly prefix: number;
}

/** Whether an address of the same family lies in a range such as `203.0.113.0/24` or `2001:db8::/32`; false for what is none. */
export function ipRangeMatcher(range: string): (address: string) => boolean {
  const { bits, first, prefix } = ipRange(range) ?? { bits: undefined, first: 0n, prefix: 0 };
  if (bits === undefined) return () => false;
  const shift = BigInt(bits - prefix);
  return (address) => {
    const asked = ipRange(address);
    return asked?.bits === bits && asked.first >> shift === first >> shift;
  };
}

/** The range that a text names, an address alone being one of size 1; undefined when it is neither. */
export function ipRange(text: string): IpRange | undefined {
  const [address = "", length, more] = text.split("/");
  const bits = address.includes(":") ? 128 : 32;
  const first = bits === 128 ? ipv6(address) : ipv4(address);
  if (first === undefined || more !== undefined) return undefined;
  if (length === undefined) return { bits, first, prefix: bits };
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  return prefix <= bits ? { bits, first, prefix } : undefined;
}

function ipv4(text: string): bigint | undefined {
  const bytes = text.split(".");
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256))
    return undefined;
  return BigInt(bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0));
}

function ipv6(text: string): bigint | undefined {
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [head = [], tail] = halves;
  const given = head.length + (tail?.length ?? 0);
  if (halves.length > 2 || (tail ? given > 7 : given !== 8)) return undefined;
  const groups = [...head, ...Array<string>(8 - given).fill("0"), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
