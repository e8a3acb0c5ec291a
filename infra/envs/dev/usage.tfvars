# What is assumed of how dev is used, for `infra cost dev` and the cost in every plan.
# A few people try things out, a few hours a day.
# Nothing here changes what is deployed: correct it when the bill or a dashboard knows better.
# `infra cost dev --usage name=value` tries another value; a name that is left out has its default (docs/cost.md).

# Nodes that run, on average over the month. The autoscaler keeps it between min_size and max_size.
# on_demand_nodes = 2 # left out: node_group_scaling_config's desired_size
# spot_nodes = 1 # left out: spot_node_group's desired_size

# What spot nodes cost, in percent of the on-demand price; left out: what is typical of the instance family.
# spot_price_percent = 40

# Traffic, in GB a month.
nat_gb           = 30 # with the Internet through NAT gateways, both ways
aws_services_gb  = 10 # with AWS's services except S3: through interface endpoints where there are any, else NAT
internet_out_gb  = 10 # out of AWS to the Internet, through NAT and load balancers alike
zone_transfer_gb = 20 # between zones: pods, nodes and load balancers among each other

# Logs that CloudWatch takes in, in GB a month. How long they are kept is log_retention_days.
control_plane_logs_gb = 3   # API server, audit, authenticator, controller manager, scheduler
application_logs_gb   = 2   # what pods write and fluent-bit delivers
flow_logs_gb          = 1   # the VPC's connections
trail_logs_gb         = 0.5 # the trail's events

# What the buckets hold, in GB, and what changes in them, in GB a month. Lifecycle rules decide what lies in which storage class.
data_stored_gb           = 100 # training data that is kept
data_written_gb          = 20  # new training data
data_overwritten_gb      = 5   # overwritten or deleted: old versions stay for 90 days
artifacts_stored_gb      = 30  # models and other artifacts that are kept
artifacts_written_gb     = 10  # new ones
artifacts_overwritten_gb = 2   # overwritten or deleted
logs_delivered_gb        = 1   # trail files and access logs that reach the logs bucket

# How the objects are used.
frequently_read_percent = 50     # of what Intelligent-Tiering holds: read at least once in 30 days
objects_per_gb          = 128    # objects of 8 MB
s3_write_requests       = 50000  # a month: PUT, COPY, POST, LIST on data and artifacts
s3_read_requests        = 200000 # a month: GET and the others

# Container images, in GB: kept in all repositories together, and pushed a month.
images_stored_gb = 15 # layers that images share count once
images_pushed_gb = 5  # what a replica region gets a copy of

# Keys and the trail.
kms_rotations     = 0      # yearly rotations so far: the first two are paid like a key each
kms_requests      = 50000  # requests a month to all keys
data_events       = 250000 # reads and writes of objects a month that the trail records
management_events = 150000 # calls a month that CloudTrail Insights analyzes, where it is on
