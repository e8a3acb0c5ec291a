# What is assumed of how prod is used, for `infra cost prod` and the cost in every plan.
# Forecasts every night over all of the data, and inference all day.
# Nothing here changes what is deployed: correct it when the bill or a dashboard knows better.
# `infra cost prod --usage name=value` tries another value; a name that is left out has its default (docs/cost.md).

# Nodes that run, on average over the month. The autoscaler keeps it between min_size and max_size.
# on_demand_nodes = 2 # left out: node_group_scaling_config's desired_size
spot_nodes = 2 # the group begins with none; the nightly runs fill it

# What spot nodes cost, in percent of the on-demand price; left out: what is typical of the instance family.
# spot_price_percent = 40

# Traffic, in GB a month.
nat_gb           = 500  # with the Internet through NAT gateways, both ways
aws_services_gb  = 200  # with AWS's services except S3: through interface endpoints where there are any, else NAT
internet_out_gb  = 200  # out of AWS to the Internet, through NAT and load balancers alike
zone_transfer_gb = 1000 # between zones: pods, nodes and load balancers among each other

# Logs that CloudWatch takes in, in GB a month. How long they are kept is log_retention_days.
control_plane_logs_gb = 15 # API server, audit, authenticator, controller manager, scheduler
application_logs_gb   = 80 # what pods write and fluent-bit delivers
flow_logs_gb          = 40 # the VPC's connections
trail_logs_gb         = 4  # the trail's events

# What the buckets hold, in GB, and what changes in them, in GB a month. Lifecycle rules decide what lies in which storage class.
data_stored_gb           = 5000 # training data that is kept
data_written_gb          = 600  # new training data
data_overwritten_gb      = 100  # overwritten or deleted: old versions stay for 90 days
artifacts_stored_gb      = 800  # models and other artifacts that are kept
artifacts_written_gb     = 100  # new ones
artifacts_overwritten_gb = 20   # overwritten or deleted
logs_delivered_gb        = 10   # trail files and access logs that reach the logs bucket

# How the objects are used.
frequently_read_percent = 50       # of what Intelligent-Tiering holds: read at least once in 30 days
objects_per_gb          = 128      # objects of 8 MB
s3_write_requests       = 2000000  # a month: PUT, COPY, POST, LIST on data and artifacts
s3_read_requests        = 20000000 # a month: GET and the others

# Container images, in GB: kept in all repositories together, and pushed a month.
images_stored_gb = 40 # layers that images share count once
images_pushed_gb = 20 # what a replica region gets a copy of

# Keys and the trail.
kms_rotations     = 0        # yearly rotations so far: the first two are paid like a key each
kms_requests      = 1000000  # requests a month to all keys
data_events       = 22000000 # reads and writes of objects a month that the trail records
management_events = 1000000  # calls a month that CloudTrail Insights analyzes, where it is on
