/** An error about a tag; `{key}` and `{value}` stand for the tag's. */
export interface TagError {
  readonly code: string;
  readonly message: string;
}

/** What a service demands of the tags of one request beyond its model. Errors that are left out are the model's to give. */
export interface TagRules {
  /** Operations that it is about. @default all that change something */
  readonly operations?: RegExp;
  /** Names of a tag's two members; none where tags are a map. */
  readonly members?: readonly [key: string, value: string];
  /** Whether `Team` and `team` are the same key. @default false */
  readonly anyCase?: boolean;
  /** The key begins with `aws:`. */
  readonly reserved: TagError;
  /** Two tags have the same key. */
  readonly repeated?: TagError;
  readonly tooMany?: TagError & { readonly most: number };
  /** S3's header repeats a key, or is no query string. */
  readonly header?: TagError;
  /** Of 0 or more than 128 characters. */
  readonly key?: TagError;
  /** Of more than 256 characters. */
  readonly value?: TagError;
}

const reserved = "aws: prefixed tag key names are not allowed for external use.";

function ec2(message: string, code = "InvalidParameterValue"): TagError {
  return { code, message };
}

const s3Tags: TagRules = {
  members: ["Key", "Value"],
  reserved: { code: "InvalidTag", message: "System tags cannot be added/updated by requester" },
  repeated: { code: "InvalidTag", message: "Cannot provide multiple Tags with the same key" },
  key: { code: "InvalidTag", message: "The TagKey you have provided is invalid" },
  value: { code: "InvalidTag", message: "The TagValue you have provided is invalid" },
};

/**
 * By signing name; the first that is about an operation counts.
 *
 * Sources: each service's quotas and tagging pages on docs.aws.amazon.com, and the messages quoted in the issues of cloud-custodian
 * (5975), jcjorel/ec2-spot-converter (13), hashicorp/terraform-provider-aws (41747) and in moto's tests against AWS (2026-11-23).
 */
export const tagRules: Readonly<Record<string, readonly TagRules[]>> = {
  autoscaling: [
    {
      members: ["Key", "Value"],
      reserved: { code: "ValidationError", message: reserved },
    },
  ],
  cloudtrail: [
    {
      members: ["Key", "Value"],
      reserved: { code: "InvalidTagParameterException", message: reserved },
      repeated: { code: "InvalidTagParameterException", message: "Duplicate tag key: {key}" },
      tooMany: {
        most: 50,
        code: "TagsLimitExceededException",
        message:
          "The number of tags per trail has exceeded the permitted amount. Currently, the limit is 50.",
      },
    },
  ],
  ec2: [
    {
      members: ["Key", "Value"],
      reserved: ec2(
        "Value ( {key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use",
      ),
      repeated: ec2("Duplicate tag key '{key}' specified."),
      tooMany: {
        most: 50,
        ...ec2("The maximum number of Tags for a resource has been reached.", "TagLimitExceeded"),
      },
      key: ec2("Value ( {key} ) for parameter key is invalid. Tag keys have 1 to 128 characters."),
      value: ec2("Value ( {value} ) for parameter value is invalid. Tag values have at most 256 characters."),
    },
  ],
  ecr: [
    {
      members: ["Key", "Value"],
      reserved: { code: "InvalidTagParameterException", message: reserved },
      repeated: { code: "InvalidTagParameterException", message: "Duplicate tag key: {key}" },
      tooMany: {
        most: 50,
        code: "TooManyTagsException",
        message:
          "The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50.",
      },
      key: { code: "InvalidTagParameterException", message: "Tag keys have 1 to 128 characters." },
      value: { code: "InvalidTagParameterException", message: "Tag values have at most 256 characters." },
    },
  ],
  eks: [{ reserved: { code: "InvalidParameterException", message: reserved } }],
  iam: [
    {
      members: ["Key", "Value"],
      anyCase: true,
      reserved: { code: "InvalidInput", message: reserved },
      repeated: {
        code: "InvalidInput",
        message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      },
    },
  ],
  kms: [
    {
      members: ["TagKey", "TagValue"],
      reserved: { code: "TagException", message: reserved },
      repeated: { code: "TagException", message: "Duplicate tag keys" },
      tooMany: { most: 50, code: "LimitExceededException", message: "A key can have at most 50 tags." },
    },
  ],
  logs: [{ reserved: { code: "InvalidParameterException", message: reserved } }],
  s3: [
    {
      ...s3Tags,
      operations: /Object|Upload/,
      header: {
        code: "InvalidArgument",
        message:
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      },
      tooMany: { most: 10, code: "BadRequest", message: "Object tags cannot be greater than 10" },
    },
    {
      ...s3Tags,
      tooMany: { most: 50, code: "BadRequest", message: "Bucket tag count cannot be greater than 50" },
    },
  ],
};
