/**
 * A number from 0 up to but not including 1 that depends on nothing but its arguments: Terraform's requests come in another order every
 * time, so nothing may be drawn from a sequence.
 */
export function draw(seed: number, ...about: readonly (string | number)[]): number {
  const text = `${seed}|${about.join("|")}`;
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  // cyrb53's last mixing, so that texts which differ in their last letter alone differ everywhere.
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)) / 2 ** 53;
}
