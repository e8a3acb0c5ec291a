/** An IPv4 block: its first address as an unsigned 32-bit number, and the bits that are fixed. */
export interface Cidr {
  readonly address: number;
  readonly prefix: number;
}

/** Reads `a.b.c.d/n` as it stands, host bits included; `undefined` when it is not one. Leading zeros are refused, being octal to some. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const numbers = match.slice(1);
  if (numbers.some((digits) => digits.length > 1 && digits.startsWith("0"))) return undefined;
  const [a, b, c, d, prefix] = numbers.map(Number) as [number, number, number, number, number];
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  return { address: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0, prefix };
}

export function formatCidr({ address, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
  return `${octets.join(".")}/${prefix}`;
}

/** The block without host bits: `10.0.1.0/16` becomes `10.0.0.0/16`. */
export function networkOf({ address, prefix }: Cidr): Cidr {
  return { address: address - (address % sizeOf(prefix)), prefix };
}

export function hasHostBits(cidr: Cidr): boolean {
  return networkOf(cidr).address !== cidr.address;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.prefix <= inner.prefix &&
    networkOf({ ...inner, prefix: outer.prefix }).address === networkOf(outer).address
  );
}

export function overlap(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** How many addresses a block of this prefix holds. */
export function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}
