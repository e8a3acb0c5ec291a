# The documented commands. Each one calls the CLI: `bin/infra.mjs <command> --help` says more.
# ENV=dev|… picks the environment, LOCAL=1 the embedded AWS instead of an account, YES=1 answers the questions of apply and destroy.
ENV ?= dev
INFRA = INFRA_MAKE=1 node bin/infra.mjs
PLACE = $(if $(LOCAL),--local) $(ARGS)
FLAGS = $(PLACE) $(if $(YES),--yes)

.DEFAULT_GOAL := help
.PHONY: help demo test check bench campaign chaos pictures init plan drift cost diagram report apply destroy fmt validate output

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: node_modules/.package-lock.json ## the whole path on the embedded AWS: plan, apply, read back, destroy
	@$(INFRA) rehearse $(ENV) $(ARGS)

init: node_modules/.package-lock.json ## makes the state bucket if it is missing, then terraform init
	@$(INFRA) init $(ENV) $(PLACE)

plan: node_modules/.package-lock.json ## what would change, saved for apply
	@$(INFRA) plan $(ENV) $(PLACE)

drift: node_modules/.package-lock.json ## what somebody changed outside Terraform, who and when; ends with 2 if anything
	@$(INFRA) drift $(ENV) $(PLACE)

cost: node_modules/.package-lock.json ## what a month costs, and how to pay less
	@$(INFRA) cost $(ENV) $(ARGS)

diagram: node_modules/.package-lock.json ## the picture of what would be there
	@$(INFRA) diagram $(ENV) $(PLACE)

report: node_modules/.package-lock.json ## one page for whoever approves
	@$(INFRA) report $(ENV) $(PLACE)

apply: node_modules/.package-lock.json ## applies exactly the plan that was shown, after a yes
	@$(INFRA) apply $(ENV) $(FLAGS)

destroy: node_modules/.package-lock.json ## shows what goes, asks for the environment's name, destroys
	@$(INFRA) destroy $(ENV) $(FLAGS)

output: node_modules/.package-lock.json ## the outputs
	@$(INFRA) output $(ENV) $(PLACE)

fmt: node_modules/.package-lock.json ## formats sources and tfvars
	@$(INFRA) fmt $(ENV) $(ARGS)

validate: node_modules/.package-lock.json ## checks types, settings, synthesis and terraform validate
	@$(INFRA) validate $(ENV) $(PLACE)

test: node_modules/.package-lock.json ## lint, types, unit tests and the end-to-end run
	@node test/run.mjs

check: node_modules/.package-lock.json ## the same without the end-to-end run: seconds instead of minutes
	@node test/run.mjs --fast

bench: node_modules/.package-lock.json ## measured figures, as ratios of one run
	@node bench/run.mjs $(ARGS)

campaign: node_modules/.package-lock.json ## twenty rehearsals on bad days, one per seed: about twenty-five minutes
	@node test/campaign.mjs $(ARGS)

chaos: node_modules/.package-lock.json ## kills, lost answers, lost states: all that can go wrong in a run, and what is there in the end
	@node test/chaos/run.mjs $(ARGS)

pictures: node_modules/.package-lock.json ## the docs' pictures, made anew from a plan of dev
	@node docs/pictures/make.mjs $(ARGS)

node_modules/.package-lock.json: package-lock.json
	@npm ci && touch $@
