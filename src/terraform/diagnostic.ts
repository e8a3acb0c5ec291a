/** One message of the engine, as `-json` reports it; control characters are already removed. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  /** May be empty; may hold several lines. */
  readonly detail: string;
  /** Address of the resource concerned, such as `module.vpc.aws_subnet.private_a`. */
  readonly address?: string;
  readonly range?: DiagnosticRange;
  readonly snippet?: DiagnosticSnippet;
}

/** Where in the configuration the engine saw the problem; lines and columns count from one. */
export interface DiagnosticRange {
  readonly filename: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** The piece of configuration that the problem is about. */
export interface DiagnosticSnippet {
  /** The enclosing block or JSON path, such as `resource.aws_subnet.private_a`. */
  readonly context: string | null;
  readonly code: string;
  readonly start_line: number;
}
