import { GetTrailCommand, ListTagsCommand } from "@aws-sdk/client-cloudtrail";
import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand as ListLogTagsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DescribeLaunchTemplatesCommand, DescribeRouteTablesCommand } from "@aws-sdk/client-ec2";
import {
  DescribeRepositoriesCommand,
  ListTagsForResourceCommand as ListRepositoryTagsCommand,
} from "@aws-sdk/client-ecr";
import { GetOpenIDConnectProviderCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import type { NamedKind } from "./kind.ts";
import { ifThere } from "./not-there.ts";
import { tagRecord } from "./tag-list.ts";

/** What AWS keeps one of by name, or by what it belongs to, outside of EKS and S3. */
export const namedKinds: readonly NamedKind[] = [
  {
    type: "aws_iam_role",
    by: "name",
    note: "imported by its name",
    needs: ["name"],
    permission: "iam:GetRole",
    async look({ iam }, { name }) {
      const role = (await ifThere(iam.send(new GetRoleCommand({ RoleName: name }))))?.Role;
      return role && { id: role.RoleName ?? "", tags: tagRecord(role.Tags), made: role.CreateDate };
    },
  },
  {
    type: "aws_iam_openid_connect_provider",
    by: "name",
    note: "imported by its ARN, which ends in its URL without the scheme",
    needs: ["url"],
    permission: "iam:GetOpenIDConnectProvider",
    async look({ iam, place }, { url = "" }) {
      const id = `arn:${partition(place.region)}:iam::${place.account}:oidc-provider/${url.replace(/^https:\/\//, "")}`;
      const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id });
      const found = await ifThere(iam.send(command));
      return found && { id, tags: tagRecord(found.Tags), made: found.CreateDate };
    },
  },
  {
    type: "aws_ecr_repository",
    by: "name",
    note: "imported by its name",
    needs: ["name"],
    permission: "ecr:DescribeRepositories",
    async look({ ecr }, { name = "" }) {
      const found = await ifThere(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] })));
      const [repository] = found?.repositories ?? [];
      if (!repository) return undefined;
      const { tags } = await ecr.send(
        new ListRepositoryTagsCommand({ resourceArn: repository.repositoryArn }),
      );
      return { id: name, tags: tagRecord(tags), made: repository.createdAt };
    },
  },
  {
    type: "aws_cloudwatch_log_group",
    by: "name",
    note: "imported by its name; EKS makes its own anew, without tags, when it still has something to write after its cluster's end",
    needs: ["name"],
    permission: "logs:DescribeLogGroups",
    async look({ logs }, { name = "" }) {
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
      const group = logGroups.find(({ logGroupName }) => logGroupName === name);
      if (!group) return undefined;
      const resourceArn = group.arn?.replace(/:\*$/, "");
      const { tags } = await logs.send(new ListLogTagsCommand({ resourceArn }));
      const made = group.creationTime === undefined ? undefined : new Date(group.creationTime);
      return { id: name, tags, made, madeByAws: /^\/aws\/eks\/[^/]+\/cluster$/.test(name) };
    },
  },
  {
    type: "aws_cloudtrail",
    by: "name",
    note: "imported by its ARN",
    needs: ["name"],
    permission: "cloudtrail:GetTrail",
    async look({ cloudTrail }, { name }) {
      const trail = (await ifThere(cloudTrail.send(new GetTrailCommand({ Name: name }))))?.Trail;
      if (!trail?.TrailARN) return undefined;
      const { ResourceTagList } = await cloudTrail.send(
        new ListTagsCommand({ ResourceIdList: [trail.TrailARN] }),
      );
      return { id: trail.TrailARN, tags: tagRecord(ResourceTagList?.[0]?.TagsList) };
    },
  },
  {
    type: "aws_launch_template",
    by: "name",
    note: "imported by its id (lt-…)",
    needs: ["name"],
    permission: "ec2:DescribeLaunchTemplates",
    async look({ ec2 }, { name = "" }) {
      const command = new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [name] });
      const [template] = (await ifThere(ec2.send(command)))?.LaunchTemplates ?? [];
      if (!template?.LaunchTemplateId) return undefined;
      return { id: template.LaunchTemplateId, tags: tagRecord(template.Tags), made: template.CreateTime };
    },
  },
  {
    type: "aws_route",
    by: "name",
    note: "imported as <route table>_<destination>; a table has one route to a destination",
    needs: ["route_table_id", "destination_cidr_block"],
    permission: "ec2:DescribeRouteTables",
    async look({ ec2 }, { route_table_id = "", destination_cidr_block = "" }) {
      const command = new DescribeRouteTablesCommand({ RouteTableIds: [route_table_id] });
      const [table] = (await ifThere(ec2.send(command)))?.RouteTables ?? [];
      const there = table?.Routes?.some((it) => it.DestinationCidrBlock === destination_cidr_block);
      return there ? part(`${route_table_id}_${destination_cidr_block}`) : undefined;
    },
  },
  {
    type: "aws_route_table_association",
    by: "name",
    note: "imported as <subnet>/<route table>; a subnet has one table",
    needs: ["subnet_id", "route_table_id"],
    permission: "ec2:DescribeRouteTables",
    async look({ ec2 }, { subnet_id = "", route_table_id = "" }) {
      const command = new DescribeRouteTablesCommand({ RouteTableIds: [route_table_id] });
      const [table] = (await ifThere(ec2.send(command)))?.RouteTables ?? [];
      const there = table?.Associations?.some(({ SubnetId }) => SubnetId === subnet_id);
      return there ? part(`${subnet_id}/${route_table_id}`) : undefined;
    },
  },
];

/** A part of something that is ours is ours as well. */
const part = (id: string) => ({ id, madeByAws: true });

function partition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
