/** What a price is for one of: figures in the data are for `per` of these. */
export type PriceUnit =
  | "hour"
  | "month"
  | "GB"
  | "GB-month"
  | "IOPS-month"
  | "MiBps-month"
  | "object-month"
  | "request"
  | "event"
  | "vCPU-hour";

/** A step of a graduated price: US dollars for what lies below `upTo` units a month, and above the step before. */
export interface PriceTier {
  /** Units a month; the last step has none. */
  readonly upTo?: number;
  readonly usd: number;
}

/** US dollars for `per` units: one figure, or steps that grow cheaper with the amount. */
export type PriceFigure = number | readonly PriceTier[];

/** How AWS's price list is asked for a price: `pricing:GetProducts` with these filters, beside the region's. */
export interface PriceQuery {
  /** E.g. `AmazonEKS`. */
  readonly serviceCode: string;
  /**
   * Product attributes, e.g. `{ usagetype: "AmazonEKS-Hours:perCluster" }`. A usage type stands here without its region's prefix
   * (`APS1-`, `EUC1-`, none or `USE1-` in us-east-1): who asks compares it so.
   */
  readonly filters: Readonly<Record<string, string>>;
  /** The product attribute that holds the region's code. @default "regionCode" */
  readonly regionField?: "regionCode" | "fromRegionCode";
  /** Another item whose price this one is billed on top of, since the list has only the surcharge. @default none */
  readonly onTopOf?: string;
  /** Units a month that are free before the list's prices begin; the list keeps them elsewhere. @default 0 */
  readonly free?: number;
}

/** Where and when a figure was read. */
export interface PriceSource {
  readonly source: string;
  /** ISO 8601 date. */
  readonly date: string;
}

/** One price of AWS's public list, for every region that it is known for. */
export interface PriceItem {
  /** E.g. `eks.cluster.standard`, `ec2.instance.t3.medium`. */
  readonly id: string;
  /** For people: what is paid for. */
  readonly what: string;
  readonly unit: PriceUnit;
  /** How many units the figure buys, e.g. 1000 requests. */
  readonly per: number;
  /** By region code, or one figure that holds in every commercial region. */
  readonly usd: PriceFigure | Readonly<Record<string, PriceFigure>>;
  /** Where the figures were read. */
  readonly source: string;
  /** When they were read, or when the source says they held; ISO 8601 date. */
  readonly date: string;
  /** By region code, for figures that were read elsewhere than the rest. @default none */
  readonly elsewhere?: Readonly<Record<string, PriceSource>>;
  /** @default the price list does not have it (spot prices, estimates) */
  readonly query?: PriceQuery;
}

/** A price in one region, with where it comes from. */
export interface Price {
  readonly id: string;
  readonly what: string;
  readonly region: string;
  readonly unit: PriceUnit;
  readonly per: number;
  readonly usd: PriceFigure;
  readonly source: string;
  readonly date: string;
}

/** Prices by item and region: the data here, or what AWS's price list answered, over it. */
export interface PriceList {
  readonly priceOf: (id: string, region: string) => Price | undefined;
}
