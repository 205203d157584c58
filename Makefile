# Needs a JDK 25; Maven comes from PATH or, where there is none, through ./mvnw.
.PHONY: help demo test matrix soak bench bench-check bench-scale image dist fmt clean
ARGS ?=
MINUTES ?= 5
export ARGS IMAGE LOCAL BUILD_IMAGE BASE_IMAGE

help: ## show this list
	@sed -n 's/^\([a-z-]*\): .*## /\1|/p' Makefile | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

demo: ## see a save reach a container within milliseconds; without an engine, a local folder (ARGS=--local: always)
	@.ci/demo $(ARGS)

test: ## all tests; containers run on your engine, else on engines of its own where the machine allows that
	@DEVSYNC_CI_ENGINES="$${DEVSYNC_CI_ENGINES:-bookworm podman sid}" .ci/engine run -- .ci/test

matrix: ## try every image, user and place, and write what works to docs/compatibility.md
	@DEVSYNC_CI_ENGINES="$${DEVSYNC_CI_ENGINES:-bookworm podman sid}" .ci/engine run -- .ci/matrix

soak: ## play generated histories with faults on your engine, else on engines of its own (MINUTES=5: how long on each)
	@.ci/soak "$(MINUTES)"

bench: ## measure devsync beside what people use instead, write docs/benchmarks.md (ARGS=--quick: a first look)
	@.ci/bench compare $(ARGS)

bench-check: ## fail if devsync is not clearly faster than its peers where it should be
	@.ci/bench check $(ARGS)

bench-scale: ## measure up to 200,000 files, 10 containers and 100 MB/s, write it to docs/benchmarks.md
	@.ci/bench scale $(ARGS)

image: ## build the sidecar image devsync:dev (LOCAL=1: from the output of `make dist`, without pulling anything)
	@packaging/image

dist: ## build target/dist/devsync-VERSION-OS-ARCH.tar.gz, which runs without a JDK
	@packaging/dist

fmt: ## format the sources
	@.ci/mvn -q spotless:apply

clean: ## remove what was built
	@rm -rf target
