const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** One picture of the sign that something goes on; `frame` counts up. */
export function spinner(frame: number): string {
  return FRAMES[frame % FRAMES.length] ?? "·";
}
