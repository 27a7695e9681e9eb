# `make` alone, or `make help`, says what there is.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo run test check format bench faults fuzz pictures requirements release clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what building and testing need
	@scripts/setup

demo: ## Server, agent and a generated archive, analysed: see it work (CI=1: stop after the figures)
	@scripts/demo $(if $(CI),--ci)

run: ## The server in the foreground, with its data in run-data/
	@scripts/setup build
	swift build --product safelight
	.build/debug/safelight serve --data-dir run-data

test: ## Build and run all tests
	@scripts/test

check: ## The project's rules: formatting, imports, sizes, names (CONTRIBUTING.md)
	@python3 scripts/check

format: ## Format all Swift
	swift format --in-place --parallel --recursive Sources Tests Benchmarks Fuzz Package.swift

bench: ## Measure everything, or NAME=scan, NAME=claim, … (RUNS=9 FILES=10000,100000 ENGINE=sqlite FOR=5)
	@scripts/bench $(NAME) $(if $(FILES),--files $(FILES)) $(if $(RUNS),--runs $(RUNS)) \
	  $(if $(ENGINE),--engine $(ENGINE)) $(if $(FOR),--seconds $(FOR))

faults: ## Faults of every kind while agents work, and the verdict on each (ROUNDS=20)
	@scripts/setup
	swift build --product safelight
	SAFELIGHT_FAULT_ROUNDS=$(ROUNDS) .build/venv/bin/python -m pytest -q -p no:cacheprovider Tests/BlackBox/test_faults_*.py

fuzz: ## Hostile input by chance for every parser (CASES=10000000 TARGET=xml SEED=1)
	swift build -c release --product safelight-fuzz
	.build/release/safelight-fuzz $(TARGET) --cases $(or $(CASES),10000000) $(if $(SEED),--seed $(SEED))

pictures: ## The pictures of docs/ anew, from the pages that the tests look at
	@scripts/setup
	swift build --build-tests
	.build/venv/bin/python scripts/pictures

requirements: ## Every numbered requirement with the tests that prove it
	@scripts/requirements

release: ## Static, stripped programs with their checksums in dist/
	@scripts/release

clean: ## Remove what was built and generated
	rm -rf .build dist demo-data run-data
