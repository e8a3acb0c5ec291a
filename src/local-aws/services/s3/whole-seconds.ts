/** A time as S3 keeps it: HTTP dates have no fractions, and conditions compare with them. */
export function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
