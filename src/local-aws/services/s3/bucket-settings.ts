import {
  DeleteBucketCorsCommand,
  DeleteBucketWebsiteCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketWebsiteCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketRequestPaymentCommand,
  PutBucketWebsiteCommand,
} from "@aws-sdk/client-s3";
import { operation } from "../../operation.ts";
import { findBucket, mustBeSet } from "./find-bucket.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export const getBucketCors = operation(GetBucketCorsCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  return mustBeSet(bucket.cors, bucket, "NoSuchCORSConfiguration", "The CORS configuration does not exist");
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export const putBucketCors = operation(PutBucketCorsCommand, (input, ctx) => {
  findBucket(input, ctx).cors = input.CORSConfiguration;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html */
export const deleteBucketCors = operation(DeleteBucketCorsCommand, (input, ctx) => {
  findBucket(input, ctx).cors = undefined;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html */
export const getBucketWebsite = operation(GetBucketWebsiteCommand, (input, ctx) => {
  const bucket = findBucket(input, ctx);
  const message = "The specified bucket does not have a website configuration";
  return mustBeSet(bucket.website, bucket, "NoSuchWebsiteConfiguration", message);
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html */
export const putBucketWebsite = operation(PutBucketWebsiteCommand, (input, ctx) => {
  findBucket(input, ctx).website = input.WebsiteConfiguration;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketWebsite.html */
export const deleteBucketWebsite = operation(DeleteBucketWebsiteCommand, (input, ctx) => {
  findBucket(input, ctx).website = undefined;
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html */
export const getBucketAccelerateConfiguration = operation(
  GetBucketAccelerateConfigurationCommand,
  (input, ctx) => ({
    Status: findBucket(input, ctx).accelerate,
  }),
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html */
export const putBucketAccelerateConfiguration = operation(
  PutBucketAccelerateConfigurationCommand,
  (input, ctx) => {
    findBucket(input, ctx).accelerate = input.AccelerateConfiguration?.Status;
    return {};
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html */
export const getBucketRequestPayment = operation(GetBucketRequestPaymentCommand, (input, ctx) => ({
  Payer: findBucket(input, ctx).payer,
}));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html */
export const putBucketRequestPayment = operation(PutBucketRequestPaymentCommand, (input, ctx) => {
  findBucket(input, ctx).payer = input.RequestPaymentConfiguration?.Payer ?? "BucketOwner";
  return {};
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const getBucketNotificationConfiguration = operation(
  GetBucketNotificationConfigurationCommand,
  (input, ctx) => findBucket(input, ctx).notification,
);

/** Where the events go is not looked at. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html */
export const putBucketNotificationConfiguration = operation(
  PutBucketNotificationConfigurationCommand,
  (input, ctx) => {
    findBucket(input, ctx).notification = input.NotificationConfiguration ?? {};
    return {};
  },
);
