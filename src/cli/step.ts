import type { Screen } from "./screen.ts";
import { spinner } from "./views/spinner.ts";
import { cut, duration } from "./views/text.ts";

const FRAME_MS = 80;

/**
 * Runs one step that takes a moment: a spinner with elapsed time and detail on a terminal, and one line when it is done.
 * Steps that were over before anybody could read their name leave no line, unless `always`.
 */
export async function step<T>(
  screen: Screen,
  title: string,
  work: (say: (detail: string) => void) => Promise<T>,
  { always = false }: { always?: boolean } = {},
): Promise<T> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  let detail = "";
  let frame = 0;
  const region = screen.canRedraw ? await screen.liveRegion() : undefined;
  const { paint, columns } = screen.look;
  const draw = () => {
    const time = duration(seconds());
    const text = cut(`${title}${detail ? `: ${detail}` : ""}`, columns - time.length - 8);
    region?.draw([`  ${paint("cyan", spinner(frame++))} ${text}  ${paint("dim", time)}`]);
  };
  const timer = region && setInterval(draw, FRAME_MS);
  try {
    const result = await work((text) => {
      detail = text;
    });
    clearInterval(timer);
    region?.close();
    if (always || seconds() > 0.5)
      screen.say(`  ${paint("green", "✓")} ${title}  ${paint("dim", duration(seconds()))}`);
    return result;
  } catch (error) {
    clearInterval(timer);
    region?.close();
    screen.say(`  ${paint("red", "✗")} ${title}  ${paint("dim", duration(seconds()))}`);
    throw error;
  }
}
