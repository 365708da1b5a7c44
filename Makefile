SEED_ARG := $(if $(SEED),-Drekindle.seed=$(SEED))

.PHONY: help check fmt test crash bench demo

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "%-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: ## everything that has to pass: format, style, compile, all tests
	mvn -B -ntp verify $(SEED_ARG)

fmt: ## format the sources
	mvn -B -ntp spotless:apply

test: ## unit tests only
	mvn -B -ntp test $(SEED_ARG)

crash: ## all tests, the crash tests run long; SEED=n repeats a run
	mvn -B -ntp verify -Psoak $(SEED_ARG)

bench: ## benchmarks; ARGS="Journal -f 1" goes to JMH
	mvn -B -ntp verify -Pbench -DskipTests -pl benchmarks -am -Dbench.args="$(ARGS)"

demo: ## a crash and a restart with state
	bin/restart-loader demo
