import type { PriceItem } from "./price.ts";
import { sources } from "./sources.ts";

/** A cluster's hour costs the same in every region. Managed node groups and add-ons cost nothing beside what they run on. */
export const eks: readonly PriceItem[] = [
  {
    id: "eks.cluster.standard",
    what: "EKS cluster, Kubernetes version in standard support",
    unit: "hour",
    per: 1,
    usd: 0.1,
    ...sources.priceListMalaysia,
    query: { serviceCode: "AmazonEKS", filters: { usagetype: "AmazonEKS-Hours:perCluster" } },
  },
  {
    // The list has the surcharge of $0.50 alone; a cluster pays it on top of the standard hour.
    id: "eks.cluster.extended",
    what: "EKS cluster, Kubernetes version in extended support (surcharge included)",
    unit: "hour",
    per: 1,
    usd: 0.6,
    ...sources.priceListMalaysia,
    query: {
      serviceCode: "AmazonEKS",
      filters: { usagetype: "AmazonEKS-Hours:extendedSupport" },
      onTopOf: "eks.cluster.standard",
    },
  },
];
