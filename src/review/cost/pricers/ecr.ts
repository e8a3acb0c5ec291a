import { blocks, type Pricer } from "../pricer.ts";

/** Stored images; pulls inside the region are free. */
export const ecrRepository: Pricer = {
  type: "aws_ecr_repository",
  charges: ({ region }, { estate, usage }) => [
    {
      service: "ECR",
      what: "images",
      item: "ecr.storage",
      quantity:
        usage("images_stored_gb") /
        estate.of("aws_ecr_repository").filter((one) => one.region === region).length,
      usage: "images_stored_gb",
    },
  ],
};

/** What is pushed goes to each further region once, as traffic between regions. */
export const ecrReplication: Pricer = {
  type: "aws_ecr_replication_configuration",
  charges: ({ attributes, region }, { usage }) => {
    const destinations = blocks(attributes, "replication_configuration")
      .flatMap((one) => blocks(one, "rule"))
      .flatMap((rule) => blocks(rule, "destination"));
    const regions = new Set(destinations.map((one) => String(one.region)).filter((one) => one !== region));
    return [...regions].map((to) => ({
      service: "ECR",
      what: `images copied to ${to}`,
      item: "transfer.regions",
      quantity: usage("images_pushed_gb"),
      usage: "images_pushed_gb",
    }));
  },
};
