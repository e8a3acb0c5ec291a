/** How long ago a moment was, in milliseconds since 1970: `14 min ago`, `3 h ago`; from two days on its date. */
export function agoWords(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ago`;
  return `on ${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
