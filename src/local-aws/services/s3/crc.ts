/** CRC-32C (Castagnoli), 4 bytes big-endian. */
export function crc32c(bytes: Uint8Array): Buffer {
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table32[(crc ^ byte) & 0xff] as number);
  const out = Buffer.alloc(4);
  out.writeInt32BE(~crc);
  return out;
}

/** CRC-64/NVME, 8 bytes big-endian: in two halves of 32 bits, since BigInt is a hundred times slower. */
export function crc64nvme(bytes: Uint8Array): Buffer {
  let high = -1;
  let low = -1;
  for (const byte of bytes) {
    const i = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (table64.low[i] as number);
    high = (high >>> 8) ^ (table64.high[i] as number);
  }
  const out = Buffer.alloc(8);
  out.writeInt32BE(~high, 0);
  out.writeInt32BE(~low, 4);
  return out;
}

const table32 = Int32Array.from({ length: 256 }, (_, i) => {
  let crc = i;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

const table64 = makeTable64();

function makeTable64(): { high: Int32Array; low: Int32Array } {
  const high = new Int32Array(256);
  const low = new Int32Array(256);
  for (let i = 0; i < 256; i++) {
    let crc = BigInt(i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
    high[i] = Number(BigInt.asIntN(32, crc >> 32n));
    low[i] = Number(BigInt.asIntN(32, crc));
  }
  return { high, low };
}
