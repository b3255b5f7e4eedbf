# uythac. The two commands to know: make demo, make test.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test superset torture year bench lint build clean tools servers announce

BIN := bin/uythac
DEMO := uythac-demo
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# Two packages at a time: the tests hold DuckDB and whole months in memory.
TESTFLAGS ?= -race -p 2 -timeout 45m
# How long make torture goes on. TORTURE_SEED=n repeats the sequence of a seed that it printed.
TORTURE ?= 30m
# Where make superset installs it, and for which Python.
SUPERSET ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/uythac/superset-6.1.0
PYTHON ?= python3
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

help:
	@echo 'make demo   simulate a branch, compute its ledgers, print the official 2020 report beside the published figures'
	@echo 'make test   vet and test everything, with the race detector'
	@echo 'make superset  install Apache Superset in $(SUPERSET) and read the mart through it'
	@echo 'make torture  attack databases and lakes at random for $(TORTURE), and count'
	@echo 'make year     a simulated year of nights with failures, kills and late data'
	@echo 'make bench  benchmarks: figure, opponent, ratio'
	@echo 'make lint   golangci-lint with the rules of .golangci.yml'
	@echo 'make build  $(BIN)'
	@echo 'make clean  remove $(BIN) and $(DEMO)/'

demo: build
	./$(BIN) demo --dir $(DEMO)

build: announce
	@mkdir -p bin
	go build -trimpath -buildvcs=false -ldflags '-X main.version=$(VERSION)' -o $(BIN) ./cmd/uythac

test: announce servers
	go vet ./...
	go test $(TESTFLAGS) ./...

# Close to a gigabyte and some minutes: not a part of make test. PYTHON names the Python that it is installed for, 3.10 to 3.12.
superset: announce servers $(SUPERSET)/installed
	SUPERSET_PYTHON=$(SUPERSET)/bin/python go test -tags superset -v -count 1 -run 'TestSuperset$$' ./pipeline/mart_test

$(SUPERSET)/installed: pipeline/mart_test/testdata/superset.txt
	$(PYTHON) -m venv --clear $(SUPERSET)
	$(SUPERSET)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

torture: announce
	TORTURE_TIME=$(TORTURE) go test -v -count 1 -timeout 0 -run 'TestTorture$$' ./pipeline/torture_test

year: announce
	NIGHTS=366 go test -v -count 1 -timeout 0 -run 'TestYear$$' ./nightly

bench: announce
	go test -run '^$$' -bench . -benchtime 1x -timeout 60m ./...

lint: tools
	go vet ./...
	go run $(GOLANGCI) run ./...

clean:
	rm -rf bin $(DEMO)

# DuckDB is a C++ library linked into the program: a C compiler alone does not do.
tools:
	@missing=; for t in go gcc g++; do command -v $$t >/dev/null 2>&1 || missing="$$missing $$t"; done; \
	if [ -n "$$missing" ]; then \
		echo "uythac: not installed:$$missing" >&2; \
		case "$$missing" in *g*cc*|*g++*) \
			echo "  → Debian, Ubuntu: apt-get install -y gcc g++ make" >&2; \
			echo "  → Fedora: dnf install -y gcc gcc-c++ make; macOS: xcode-select --install" >&2;; esac; \
		case "$$missing" in *go*) \
			echo "  → Go: https://go.dev/dl (1.26 or later), or apt-get install -y golang-go where it is 1.21 or later" >&2;; esac; \
		exit 1; \
	fi; \
	go list -m >/dev/null || { \
		echo "uythac: this Go cannot build the module: $$(go version)" >&2; \
		echo "  → install the Go that go.mod names from https://go.dev/dl, or run GOTOOLCHAIN=auto make ... to let go fetch it" >&2; \
		exit 1; \
	}

# The tests start servers and a browser of their own. Without them some are skipped; with CI=true they fail.
servers:
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null 2>&1 || missing=postgresql; \
	command -v mariadbd >/dev/null 2>&1 || missing="$$missing mariadb-server"; \
	command -v chromium >/dev/null 2>&1 || missing="$$missing chromium"; \
	command -v systemd-analyze >/dev/null 2>&1 || missing="$$missing systemd"; \
	[ -z "$$missing" ] || { \
		echo "uythac: not installed: $$missing; the tests that read databases, print PDF or verify units are skipped" >&2; \
		echo "  → apt-get install -y postgresql mariadb-server chromium systemd" >&2; \
	}

# Said only where it is true: the first build after a clone.
announce: tools
	@[ -d "$$(go env GOMODCACHE)/github.com/duckdb/duckdb-go" ] || [ -d "$$(go env GOMODCACHE)/github.com/duckdb" ] || \
		echo "The first build downloads about 1.1 GB of Go modules (Arrow, DuckDB, Iceberg) and takes some minutes; later builds take seconds."
