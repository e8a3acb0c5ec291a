/** An IPv4 block: its first address as a whole number, and how many bits are fixed. */
export interface Block {
  readonly address: number;
  readonly prefix: number;
}

/** Reads `a.b.c.d/n`; undefined when it is not one. Host bits are cut off, as EC2 does. */
export function parseBlock(text: string): Block | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text);
  const address = parseAddress(match?.[1] ?? "");
  const prefix = Number(match?.[2]);
  if (address === undefined || !(prefix <= 32)) return undefined;
  return { address: address - (address % sizeOf(prefix)), prefix };
}

/** Reads `a.b.c.d` as a whole number from 0 to 2³² - 1; undefined when it is not one. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  const octets = parts.map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

export function formatBlock({ address, prefix }: Block): string {
  return `${formatAddress(address)}/${prefix}`;
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.prefix <= inner.prefix && holds(outer, inner.address);
}

export function holds(block: Block, address: number): boolean {
  return address >= block.address && address < block.address + sizeOf(block.prefix);
}

export function overlap(one: Block, other: Block): boolean {
  return contains(one, other) || contains(other, one);
}

/** How many addresses a block of this prefix has. */
export function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}
