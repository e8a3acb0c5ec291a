/** Our own signs: strokes in a square of 18 by 18, and the colour of what they belong to. */
interface Icon {
  readonly path: string;
  readonly colour: "network" | "compute" | "storage" | "security" | "watching";
}

const role = "M9 2.5a3 3 0 1 1 0 6a3 3 0 1 1 0-6M3.5 15.5c0-4 2.5-5.5 5.5-5.5s5.5 1.5 5.5 5.5z";
const lines = "M4 2.5h7l3 3v10h-10zM6.5 7h5M6.5 9.8h5M6.5 12.6h3.5";

const icons: Readonly<Record<string, Icon>> = {
  internet: {
    path: "M9 2a7 7 0 1 1 0 14a7 7 0 1 1 0-14M2 9h14M9 2c-4 4-4 10 0 14M9 2c4 4 4 10 0 14",
    colour: "network",
  },
  vpc: { path: "M5 14a3.4 3.4 0 0 1-.4-6.7a4.6 4.6 0 0 1 8.9-.6a3.7 3.7 0 0 1-.3 7.3z", colour: "network" },
  "internet-gateway": {
    path: "M3 15.5v-7a6 6 0 0 1 12 0v7M9 15.5v-8M6.5 10l2.5-2.5l2.5 2.5",
    colour: "network",
  },
  "nat-gateway": { path: "M2.5 6h10M10 3.2l3 2.8l-3 2.8M15.5 12h-10M8 9.2l-3 2.8l3 2.8", colour: "network" },
  endpoint: {
    path: "M2.5 9h5M10.5 9h5M9 7.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3M4.5 3.5h9v11h-9z",
    colour: "network",
  },
  "interface-endpoints": {
    path: "M2.5 9h5M10.5 9h5M9 7.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3M4.5 3.5h9v11h-9z",
    colour: "network",
  },
  "flow-log": {
    path: "M2 6c2.3-2.6 4.6-2.6 7 0s4.7 2.6 7 0M2 12c2.3-2.6 4.6-2.6 7 0s4.7 2.6 7 0",
    colour: "watching",
  },
  cluster: {
    path: "M9 2l6 3.4v7.2l-6 3.4l-6-3.4v-7.2zM9 6.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5M9 2v4.5M3 12.6l3.8-2.3M15 12.6l-3.8-2.3",
    colour: "compute",
  },
  "nodes-group": {
    path: "M2.5 3h13v3.6h-13zM2.5 7.6h13v3.6h-13zM2.5 12.2h13v3.3h-13zM5 4.8h1M5 9.4h1M5 13.9h1",
    colour: "compute",
  },
  "node-group": { path: "M2.5 3h13v5h-13zM2.5 10h13v5h-13zM5 5.5h1M5 12.5h1", colour: "compute" },
  "repositories-group": {
    path: "M9 2.5l6.5 3.2l-6.5 3.3l-6.5-3.3zM2.5 9l6.5 3.3l6.5-3.3M2.5 12.2l6.5 3.3l6.5-3.3",
    colour: "compute",
  },
  "buckets-group": {
    path: "M3 4.5c0-2.2 12-2.2 12 0s-12 2.2-12 0l1.6 9.6c.3 1.8 8.5 1.8 8.8 0l1.6-9.6",
    colour: "storage",
  },
  "keys-group": {
    path: "M6 5.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7M9.5 9h6.5M13 9v3M16 9v2.5",
    colour: "security",
  },
  "pod-roles-group": { path: role, colour: "security" },
  "job-roles-group": { path: role, colour: "security" },
  "roles-group": { path: role, colour: "security" },
  "log-groups-group": { path: lines, colour: "watching" },
  trail: {
    path: "M9 2.2l5.5 2v4.6c0 3.4-2.4 5.8-5.5 7c-3.1-1.2-5.5-3.6-5.5-7v-4.6zM6.3 9l2 2l3.6-3.8",
    colour: "watching",
  },
};

const other: Icon = {
  path: "M9 2l6 3.4v7.2l-6 3.4l-6-3.4v-7.2zM3 5.4l6 3.4l6-3.4M9 8.8v7.2",
  colour: "storage",
};

/** The sign of a kind of box; a plain cube for what has none. */
export const iconOf = (kind: string): Icon => icons[kind] ?? other;
