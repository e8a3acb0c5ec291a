import type { Browser } from "playwright-core";

/** What to do where there is none. */
export declare const NO_BROWSER: string;

/** The browser that this machine has: `CHROMIUM_PATH`, else the first of the usual names on the PATH. */
export declare function findBrowser(env?: NodeJS.ProcessEnv): string | undefined;

export declare function launch(executablePath: string): Promise<Browser>;
