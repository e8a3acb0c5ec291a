import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";

/**
 * Runs a CommonJS bundle, with the code that V8 made of it before when that is given: a big bundle spends half of its start in
 * the compiler. V8 itself refuses code that another Node made, and compiles anew.
 * @param {string} file path of the bundle
 * @param {Buffer} [compiled] what `script.createCachedData()` gave for the very same text
 */
export function run(file, compiled) {
  const script = new Script(`(function (exports, require, module) {${readFileSync(file, "utf8")}\n})`, {
    filename: file,
    cachedData: compiled,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module);
  return { script, exports: module.exports };
}
