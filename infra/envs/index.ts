import type { Environment } from "../environment.ts";
import { dev } from "./dev/main.ts";
import { prod } from "./prod/main.ts";
import { staging } from "./staging/main.ts";

/** Every environment by its folder's name. A new one is its folder and its line here. */
export const environments: Readonly<Record<string, Environment>> = { dev, staging, prod };
