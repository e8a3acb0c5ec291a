import {
  DeleteBucketAnalyticsConfigurationCommand,
  DeleteBucketIntelligentTieringConfigurationCommand,
  DeleteBucketInventoryConfigurationCommand,
  DeleteBucketMetricsConfigurationCommand,
  GetBucketAnalyticsConfigurationCommand,
  GetBucketIntelligentTieringConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketMetricsConfigurationCommand,
  ListBucketAnalyticsConfigurationsCommand,
  ListBucketIntelligentTieringConfigurationsCommand,
  ListBucketInventoryConfigurationsCommand,
  ListBucketMetricsConfigurationsCommand,
  PutBucketAnalyticsConfigurationCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
} from "@aws-sdk/client-s3";
import { ServiceError } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { findBucket } from "./find-bucket.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html */
export const putBucketMetricsConfiguration = operation(PutBucketMetricsConfigurationCommand, (input, ctx) =>
  put(findBucket(input, ctx).metrics, input.Id, input.MetricsConfiguration),
);
export const getBucketMetricsConfiguration = operation(
  GetBucketMetricsConfigurationCommand,
  (input, ctx) => ({
    MetricsConfiguration: get(findBucket(input, ctx).metrics, input.Id),
  }),
);
export const deleteBucketMetricsConfiguration = operation(
  DeleteBucketMetricsConfigurationCommand,
  (input, ctx) => remove(findBucket(input, ctx).metrics, input.Id),
);
export const listBucketMetricsConfigurations = operation(
  ListBucketMetricsConfigurationsCommand,
  (input, ctx) => {
    const { items, ...page } = list(findBucket(input, ctx).metrics, input.ContinuationToken);
    return { MetricsConfigurationList: items, ...page };
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html */
export const putBucketAnalyticsConfiguration = operation(
  PutBucketAnalyticsConfigurationCommand,
  (input, ctx) => put(findBucket(input, ctx).analytics, input.Id, input.AnalyticsConfiguration),
);
export const getBucketAnalyticsConfiguration = operation(
  GetBucketAnalyticsConfigurationCommand,
  (input, ctx) => ({
    AnalyticsConfiguration: get(findBucket(input, ctx).analytics, input.Id),
  }),
);
export const deleteBucketAnalyticsConfiguration = operation(
  DeleteBucketAnalyticsConfigurationCommand,
  (input, ctx) => remove(findBucket(input, ctx).analytics, input.Id),
);
export const listBucketAnalyticsConfigurations = operation(
  ListBucketAnalyticsConfigurationsCommand,
  (input, ctx) => {
    const { items, ...page } = list(findBucket(input, ctx).analytics, input.ContinuationToken);
    return { AnalyticsConfigurationList: items, ...page };
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html */
export const putBucketInventoryConfiguration = operation(
  PutBucketInventoryConfigurationCommand,
  (input, ctx) => put(findBucket(input, ctx).inventory, input.Id, input.InventoryConfiguration),
);
export const getBucketInventoryConfiguration = operation(
  GetBucketInventoryConfigurationCommand,
  (input, ctx) => ({
    InventoryConfiguration: get(findBucket(input, ctx).inventory, input.Id),
  }),
);
export const deleteBucketInventoryConfiguration = operation(
  DeleteBucketInventoryConfigurationCommand,
  (input, ctx) => remove(findBucket(input, ctx).inventory, input.Id),
);
export const listBucketInventoryConfigurations = operation(
  ListBucketInventoryConfigurationsCommand,
  (input, ctx) => {
    const { items, ...page } = list(findBucket(input, ctx).inventory, input.ContinuationToken);
    return { InventoryConfigurationList: items, ...page };
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html */
export const putBucketIntelligentTieringConfiguration = operation(
  PutBucketIntelligentTieringConfigurationCommand,
  (input, ctx) =>
    put(findBucket(input, ctx).intelligentTiering, input.Id, input.IntelligentTieringConfiguration),
);
export const getBucketIntelligentTieringConfiguration = operation(
  GetBucketIntelligentTieringConfigurationCommand,
  (input, ctx) => ({
    IntelligentTieringConfiguration: get(findBucket(input, ctx).intelligentTiering, input.Id),
  }),
);
export const deleteBucketIntelligentTieringConfiguration = operation(
  DeleteBucketIntelligentTieringConfigurationCommand,
  (input, ctx) => remove(findBucket(input, ctx).intelligentTiering, input.Id),
);
export const listBucketIntelligentTieringConfigurations = operation(
  ListBucketIntelligentTieringConfigurationsCommand,
  (input, ctx) => {
    const { items, ...page } = list(findBucket(input, ctx).intelligentTiering, input.ContinuationToken);
    return { IntelligentTieringConfigurationList: items, ...page };
  },
);

function put<T>(configurations: Map<string, T>, id = "", configuration: T | undefined): object {
  if (configuration !== undefined) configurations.set(id, configuration);
  return {};
}

function get<T>(configurations: ReadonlyMap<string, T>, id = ""): T {
  const found = configurations.get(id);
  if (found === undefined) throw noSuchConfiguration();
  return found;
}

function remove(configurations: Map<string, unknown>, id = ""): object {
  if (!configurations.delete(id)) throw noSuchConfiguration();
  return {};
}

/** S3 lists a hundred at a time. */
const pageSize = 100;

function list<T>(configurations: ReadonlyMap<string, T>, token: string | undefined) {
  const after = token === undefined ? "" : Buffer.from(token, "base64").toString();
  const rest = [...configurations].filter(([id]) => id > after).sort(([a], [b]) => (a < b ? -1 : 1));
  const page = rest.slice(0, pageSize);
  const more = rest.length > page.length;
  return {
    items: page.map(([, configuration]) => configuration),
    IsTruncated: more,
    ContinuationToken: token,
    NextContinuationToken: more ? Buffer.from(page.at(-1)?.[0] ?? "").toString("base64") : undefined,
  };
}

function noSuchConfiguration(): ServiceError {
  return new ServiceError("NoSuchConfiguration", "The specified configuration does not exist.", 404);
}
