/** The script and the style of the page that `infra report` writes; with `write`, also as files in `dist/`. */
export declare function bundlePage(options?: { readonly write?: boolean }): Promise<{
  readonly script: string;
  readonly style: string;
}>;
