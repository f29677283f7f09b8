# Everything one does with Atrio. The work is in scripts/; each can be run by itself.

.DEFAULT_GOAL := help
.PHONY: help run demo dev build check test bench soak clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

run: ## set up, build and serve on this machine
	@scripts/run.sh

demo: ## fill an empty database to try everything with, and serve
	@scripts/demo.sh

dev: ## serve, and rebuild and reload after every change
	@scripts/dev.sh

build: ## the release: one file, target/release/atrio
	@scripts/build.sh

check: ## formatting, licences and sources of crates, clippy, types: no tests
	@scripts/check.sh

test: ## everything that has to pass before a merge
	@scripts/test.sh

bench: ## measure the release against floors of the same run
	@scripts/bench.sh

soak: ## the long tests: many random cases, journeys repeated
	@scripts/soak.sh

clean: ## remove what was built and downloaded into this folder
	@scripts/clean.sh
