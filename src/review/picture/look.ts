/** A colour of the picture on light and on dark ground. Words keep at least 4.5:1 to what is behind them (WCAG AA), which a test computes. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

/** Every colour by its custom property, `--ip-<name>`. */
export const colours = {
  ground: { light: "#ffffff", dark: "#0d1117" },
  text: { light: "#1b2430", dark: "#e6edf3" },
  muted: { light: "#465261", dark: "#aab6c3" },
  edge: { light: "#aeb9c5", dark: "#4a5866" },
  box: { light: "#ffffff", dark: "#1b2430" },
  region: { light: "#f5f7f9", dark: "#11161d" },
  vpc: { light: "#f2effb", dark: "#1a1830" },
  "vpc-edge": { light: "#7a5cc9", dark: "#8f78d8" },
  zone: { light: "#fbfbfe", dark: "#14182a" },
  public: { light: "#e7f5ea", dark: "#11281b" },
  private: { light: "#e5f0fb", dark: "#10233a" },
  group: { light: "#ffffff", dark: "#161c25" },
  network: { light: "#6b46c1", dark: "#b39ef2" },
  compute: { light: "#b4530a", dark: "#f0a35e" },
  storage: { light: "#2f7d32", dark: "#7fce83" },
  security: { light: "#b3246b", dark: "#f08dbd" },
  watching: { light: "#0b6e84", dark: "#62c6dc" },
  traffic: { light: "#1a5fc4", dark: "#6cb0ff" },
  access: { light: "#8a4a00", dark: "#e0a458" },
  delivery: { light: "#0b6e84", dark: "#62c6dc" },
  encryption: { light: "#a11d60", dark: "#f29cc6" },
  create: { light: "#1a7f37", dark: "#4ac163" },
  "create-ground": { light: "#e9f9ed", dark: "#10291a" },
  update: { light: "#8a5a00", dark: "#dca32c" },
  "update-ground": { light: "#fff6dc", dark: "#2c2310" },
  delete: { light: "#c4202b", dark: "#ff7b72" },
  "delete-ground": { light: "#ffedec", dark: "#34171a" },
  sign: { light: "#ffffff", dark: "#0d1117" },
} as const satisfies Readonly<Record<string, Colour>>;

const values = (mode: keyof Colour): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--ip-${name}:${colour[mode]}`)
    .join(";");

const rules = `
.infra-picture text{font-family:Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif;font-size:12px;fill:var(--ip-text)}
.infra-picture .caption{font-size:15px;font-weight:bold}
.infra-picture .heading{font-size:13px;font-weight:bold}
.infra-picture .title{font-weight:bold}
.infra-picture .detail{fill:var(--ip-muted)}
.infra-picture .ground{fill:var(--ip-ground)}
.infra-picture .frame{fill:var(--ip-box);stroke:var(--ip-edge)}
.infra-picture [data-kind=region]>.frame{fill:var(--ip-region);stroke-dasharray:6 4}
.infra-picture [data-kind=vpc]>.frame{fill:var(--ip-vpc);stroke:var(--ip-vpc-edge);stroke-width:1.5}
.infra-picture [data-kind=zone]>.frame{fill:var(--ip-zone);stroke-dasharray:4 3}
.infra-picture [data-kind=public-subnet]>.frame{fill:var(--ip-public)}
.infra-picture [data-kind=private-subnet]>.frame{fill:var(--ip-private)}
.infra-picture [data-kind$=-group]>.frame{fill:var(--ip-group)}
.infra-picture [data-kind=more]>.frame{stroke-dasharray:3 3}
.infra-picture [data-change=create]>.frame{stroke:var(--ip-create);stroke-width:2}
.infra-picture :is([data-change=update],[data-change=move],[data-change=import],[data-change=forget])>.frame{stroke:var(--ip-update);stroke-width:2}
.infra-picture :is([data-change=delete],[data-change=replace])>.frame{stroke:var(--ip-delete);stroke-width:2}
.infra-picture [data-change=delete]>.frame{stroke-dasharray:5 3}
.infra-picture :is(.leaf,[data-kind$=subnet])[data-change=create]>.frame{fill:var(--ip-create-ground)}
.infra-picture :is(.leaf,[data-kind$=subnet]):is([data-change=update],[data-change=move],[data-change=import],[data-change=forget])>.frame{fill:var(--ip-update-ground)}
.infra-picture :is(.leaf,[data-kind$=subnet]):is([data-change=delete],[data-change=replace])>.frame{fill:var(--ip-delete-ground)}
.infra-picture .sign{font-size:14px;font-weight:bold;fill:var(--ip-sign);text-anchor:middle}
.infra-picture .sign-create{fill:var(--ip-create)}
.infra-picture .sign-update{fill:var(--ip-update)}
.infra-picture .sign-delete{fill:var(--ip-delete)}
.infra-picture .icon{fill:none;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.infra-picture .way{fill:none;stroke-width:1.5;stroke-linejoin:round}
.infra-picture .tag{fill:var(--ip-ground);stroke:var(--ip-encryption)}
.infra-picture .tag-text{fill:var(--ip-encryption)}
.infra-picture .key{stroke:var(--ip-encryption)}
.infra-picture .label-ground{fill:var(--ip-region)}
.infra-picture .way.delivery{stroke-dasharray:5 3}
`;

/** Colours that follow the reader, or the page around (`data-theme`), or stay as told. */
export function style(theme: "auto" | "light" | "dark"): string {
  const root = ".infra-picture";
  const kinds = ["traffic", "access", "delivery"]
    .map(
      (kind) =>
        `${root} .way.${kind}{stroke:var(--ip-${kind})}\n${root} .head.${kind},${root} .label.${kind}{fill:var(--ip-${kind})}`,
    )
    .join("\n");
  const icons = ["network", "compute", "storage", "security", "watching"]
    .map((name) => `${root} .icon.${name}{stroke:var(--ip-${name})}`)
    .join("\n");
  const plain = `${root}.${theme}{${values(theme === "dark" ? "dark" : "light")}}`;
  const auto = [
    `@media (prefers-color-scheme:dark){${root}.auto{${values("dark")}}}`,
    `[data-theme=light] ${root}.auto{${values("light")}}`,
    `[data-theme=dark] ${root}.auto{${values("dark")}}`,
  ];
  return [plain, ...(theme === "auto" ? auto : []), rules.trim(), kinds, icons].join("\n");
}

/** How a change is marked: by its sign, and by the colour of its family. */
export const signs: Readonly<
  Record<
    string,
    { readonly sign: string; readonly colour: "create" | "update" | "delete"; readonly word: string }
  >
> = {
  create: { sign: "+", colour: "create", word: "created" },
  update: { sign: "~", colour: "update", word: "changed" },
  replace: { sign: "±", colour: "delete", word: "replaced" },
  delete: { sign: "−", colour: "delete", word: "destroyed" },
  import: { sign: "»", colour: "update", word: "imported" },
  move: { sign: "»", colour: "update", word: "moved" },
  forget: { sign: "×", colour: "update", word: "forgotten" },
};
