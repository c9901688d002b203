# make help says what there is. Everything here needs Swift 6.3 or newer on PATH, Debian's (or Ubuntu's) packages
# below, and nothing else; `make run` and `make test` fetch what is missing of the packages when run as root.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help deps build release levels run test example tsan check format docs vectors conformance clients python python-package reliability deployment fuzz mutations networks memory compare instructions image package clean

# Flags of focald: make run ARGS="--port 9000"
ARGS ?=
# The processors to build for. `make run` builds for this machine's own, everything else for every x86-64 or arm64, unless
# asked otherwise: MARCH=x86-64-v3. Such a program is faster (docs/performance.md), and ends with a line that says why on older ones.
MARCH ?= $(and $(filter run,$(MAKECMDGOALS)),$(filter x86_64,$(shell uname -m)),native)
# What images and packages bring besides the plain program, which starts the best of them.
LEVELS := $(if $(filter x86_64,$(shell uname -m)),x86-64-v3 x86-64-v4)
# The image's name: make image IMAGE=registry.example/focald:1
IMAGE ?= focald:latest

SWIFT := swift
# Libraries as pkg-config calls them, and the packages that hold them; libstdc++ and oneDNN are looked for by their headers.
LIBRARIES := libmicrohttpd gnutls simdjson yaml-0.1 zlib libzstd libjpeg spng libwebp
PACKAGES := pkg-config libmicrohttpd-dev libgnutls28-dev libsimdjson-dev libyaml-dev zlib1g-dev libzstd-dev libdnnl-dev \
  libjpeg-dev libspng-dev libwebp-dev
# One static Swift runtime inside the binary: it then runs where Swift is not installed.
FOR_ALL := -c release --static-swift-stdlib --disable-local-rpath
OPTIMIZED := $(FOR_ALL) $(if $(MARCH),-Xcc -march=$(MARCH))
RELEASE := $(OPTIMIZED) --product focald
FORMATTED := --recursive Sources Tests Benchmarks/Kernels Package.swift
VENV := .venv/vectors
CONFORMANCE := .venv/conformance
CLIENTS := .venv/clients
BROWSER := .venv/browser
# make conformance FOCALD_URL=http://host:port asks a server that runs already; SANITIZE=address builds with it.
FOCALD_URL ?=
SANITIZE ?=
PYTEST ?=
FUZZ_SECONDS ?= 30
MUTATIONS ?= 2000
FUZZ ?= head-gate multipart pictures json records operation structured form tensor-file query inference head yaml
COMPARE_VENV := .venv/compare
# The Python client's tests: numpy 2 with torch and mypy, and numpy 1.26 with the wheel; where its wheel and sdist go.
PYTHON_VENV := .venv/python
PYTHON_NUMPY1 := .venv/python-numpy1
PYTHON_DIST := .build/python

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

deps: ## install the packages that are missing (as root), or say which
	@if ! command -v $(SWIFT) >/dev/null; then
	  echo "focald needs Swift 6.3 or newer on PATH: https://www.swift.org/install/linux/" >&2; exit 1
	fi
	missing=()
	compgen -G '/usr/include/c++/*/vector' >/dev/null || missing+=(g++)
	if pkg-config --exists $(LIBRARIES) 2>/dev/null && [[ -e /usr/include/dnnl.h ]] && ((!$${#missing[@]})); then exit; fi
	for package in $(PACKAGES); do
	  [[ $$(dpkg-query -W -f '$${db:Status-Status}' "$$package" 2>/dev/null) == installed ]] || missing+=("$$package")
	done
	if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
	  echo "focald needs packages that are not installed. Run, then try again:" >&2
	  echo "  sudo apt-get install -y $${missing[*]:-$(PACKAGES)}" >&2; exit 1
	fi
	echo "installing $${missing[*]:-$(PACKAGES)}"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq </dev/null >/dev/null
	apt-get install -y -qq --no-install-recommends "$${missing[@]:-$(PACKAGES)}" </dev/null >/dev/null

build: deps ## debug build
	$(SWIFT) build

release: deps ## release build: .build/release/focald; MARCH=x86-64-v3 builds for newer processors
	$(SWIFT) build $(RELEASE)

levels: deps ## the same for newer processors: .build/levels/x86-64-v3/focald, .build/levels/x86-64-v4/focald
	mkdir -p .build/levels
	for level in $(LEVELS); do
	  $(SWIFT) build $(FOR_ALL) -Xcc -march=$$level --product focald --scratch-path .build/$$level
	  install -D -m 755 .build/$$level/release/focald .build/levels/$$level/focald
	done
	# They must answer what the plain one answers.
	if [[ -n "$(LEVELS)" ]] && command -v python3 >/dev/null; then
	  $(SWIFT) build $(FOR_ALL) --product focald
	  python3 Tests/Conformance/levels.py .build/release/focald $(LEVELS:%=.build/levels/%/focald)
	fi

run: release ## build for this machine and serve on 127.0.0.1:8080, with the example's network; ARGS="--port 9000" passes flags
	@FOCALD_NETWORKS=$${FOCALD_NETWORKS-Examples/networks/shapes.safetensors} exec .build/release/focald serve $(ARGS)

test: deps ## all tests
	$(SWIFT) test
	@$(MAKE) --no-print-directory conformance-if-possible
	@$(MAKE) --no-print-directory python-if-possible
	@$(MAKE) --no-print-directory reliability-if-possible
	@$(MAKE) --no-print-directory browser-if-possible
	@$(MAKE) --no-print-directory deployment-if-possible
	@$(MAKE) --no-print-directory instructions-if-possible
	@$(MAKE) --no-print-directory example

example: deps ## build and run the Swift program on DetectionCore alone
	out=$$($(SWIFT) run --package-path Examples/DetectionCore --scratch-path .build/example)
	echo "$$out"
	# Its box has found the target, and suppression left two of three.
	grep -qE '^step 500 .* IoU (0\.99|1)' <<<"$$out" && grep -qxF 'kept [0, 2]' <<<"$$out"

tsan: deps ## all tests under ThreadSanitizer
	# A test asks for more memory than there is; the sanitizer's malloc would end the process.
	TSAN_OPTIONS="allocator_may_return_null=1 $${TSAN_OPTIONS-}" $(SWIFT) test --sanitize=thread --scratch-path .build/tsan

check: deps ## format lint, then all tests
	$(SWIFT) format lint --strict $(FORMATTED)
	$(SWIFT) test

format: ## format the sources in place
	$(SWIFT) format --in-place $(FORMATTED)

docs: deps ## print what the program writes: openapi.yaml, pages of docs/, config/focald.yaml, the manual page, the Python client
	touch Sources/CDocuments/*.c Sources/CPages/*.c
	$(SWIFT) build --product focald
	.build/debug/focald openapi >openapi.yaml
	.build/debug/focald operations --markdown >docs/operations.md
	.build/debug/focald operations --dialects >docs/dialects.md
	.build/debug/focald config --markdown >docs/configuration.md
	.build/debug/focald config --template >config/focald.yaml
	.build/debug/focald manual >deploy/package/focald.1
	@if command -v python3 >/dev/null; then python3 Clients/python/generate.py .build/debug/focald
	else echo "Clients/python is as it was: python3, which writes it, is not here" >&2; fi

vectors: $(VENV)/installed ## make the test vectors anew
	$(VENV)/bin/python Tests/Vectors/make_vectors.py

$(VENV)/installed: Tests/Vectors/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement $<
	touch $@

conformance: $(CONFORMANCE)/kserve $(CONFORMANCE)/contract $(CLIENTS)/installed ## protocol tests by real clients; FOCALD_URL=http://… asks a running server
	@binary=.build/debug/focald
	if [[ -n "$(FOCALD_URL)" ]]; then
	  export FOCALD_URL="$(FOCALD_URL)"
	elif [[ -n "$(SANITIZE)" ]]; then
	  $(SWIFT) build --product focald --sanitize=$(SANITIZE) --scratch-path .build/$(SANITIZE)
	  binary=.build/$(SANITIZE)/debug/focald
	  # What lives until the end of the process (the table of operations, the routes) counts as leaked else.
	  export ASAN_OPTIONS="$${ASAN_OPTIONS-detect_leaks=0}"
	else
	  $(SWIFT) build --product focald
	fi
	FOCALD_BINARY="$$binary" timeout --kill-after 10 3600 $(CONFORMANCE)/bin/pytest -q Tests/Conformance $(PYTEST)

# Part of `make test`: without KServe's client, which is heavy; and never a failure for want of Python or of packages.
.PHONY: conformance-if-possible
conformance-if-possible:
	@if ! python3 -c 'import ensurepip, venv, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
	  echo "conformance suite SKIPPED: it needs python3 (3.10 or newer) with venv" >&2; exit
	fi
	if ! timeout --kill-after 10 300 $(MAKE) --no-print-directory $(CONFORMANCE)/installed >&2; then
	  echo "conformance suite SKIPPED: its Python packages cannot be installed (Tests/Conformance/requirements.txt)" >&2
	  exit
	fi
	if ! timeout --kill-after 10 60 $(MAKE) --no-print-directory $(CLIENTS)/installed >&2; then
	  echo "generated clients SKIPPED: their generators cannot be installed within a minute" \
	    "(Tests/Conformance/requirements-clients.txt)" >&2
	fi
	$(SWIFT) build --product focald
	timeout --kill-after 10 600 $(CONFORMANCE)/bin/pytest -q Tests/Conformance $(PYTEST)

browser: ## the pages in Debian's chromium, as a person uses them; PYTEST="-k boxes" a part
	@if ! command -v chromium >/dev/null && ((EUID == 0)) && command -v apt-get >/dev/null; then
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core </dev/null >/dev/null
	fi
	$(MAKE) --no-print-directory $(BROWSER)/installed
	$(SWIFT) build --product focald
	timeout --kill-after 10 1800 $(BROWSER)/bin/pytest -q Tests/Browser $(PYTEST)

# Part of `make test` where chromium is installed, as it is large: one test of each part. `make browser` runs all.
.PHONY: browser-if-possible
browser-if-possible:
	@if ! command -v chromium >/dev/null; then
	  echo "browser suite SKIPPED: it needs chromium (apt-get install chromium)" >&2; exit
	fi
	if ! timeout --kill-after 10 300 $(MAKE) --no-print-directory $(BROWSER)/installed >&2; then
	  echo "browser suite SKIPPED: its Python packages cannot be installed (Tests/Browser/requirements.txt)" >&2; exit
	fi
	timeout --kill-after 10 600 $(BROWSER)/bin/pytest -q -m quick Tests/Browser $(PYTEST)

$(BROWSER)/installed: Tests/Browser/requirements.txt
	rm -rf $(BROWSER)
	python3 -m venv $(BROWSER)
	$(BROWSER)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

reliability: $(CONFORMANCE)/installed ## hostile and careless clients, the whole suite; PYTEST="-k heads" a part
	$(SWIFT) build --product focald
	timeout --kill-after 10 1800 $(CONFORMANCE)/bin/pytest -q Tests/Reliability $(PYTEST)

# Part of `make test`: what takes about a minute. `make reliability` runs all.
.PHONY: reliability-if-possible
reliability-if-possible:
	@if [[ ! -e $(CONFORMANCE)/installed ]]; then
	  echo "reliability suite SKIPPED: it needs what the conformance suite needs" >&2; exit
	fi
	# In two parts at once, as most of it waits. Status 5: a part has none of the tests that were asked for.
	run() { timeout --kill-after 10 300 $(CONFORMANCE)/bin/pytest -q -m "not long" $(PYTEST) "$$@" || (($$? == 5)); }
	run Tests/Reliability/test_[a-l]*.py >.build/reliability.log 2>&1 & first=$$!
	status=0
	run Tests/Reliability/test_[m-z]*.py || status=1
	wait $$first || status=1
	cat .build/reliability.log
	exit $$status

deployment: $(CONFORMANCE)/installed ## deploy/ by its own checkers, and with focald behind it
	$(SWIFT) build --product focald
	timeout --kill-after 10 600 $(CONFORMANCE)/bin/pytest -q Tests/Deployment $(PYTEST)

# Part of `make test`: half a minute. What is not installed (kubectl, promtool, haproxy, nginx) is skipped by name.
.PHONY: deployment-if-possible
deployment-if-possible:
	@if [[ ! -e $(CONFORMANCE)/installed ]]; then
	  echo "deployment suite SKIPPED: it needs what the conformance suite needs" >&2; exit
	fi
	timeout --kill-after 10 300 $(CONFORMANCE)/bin/pytest -q Tests/Deployment $(PYTEST)

fuzz: deps ## random input under sanitizers: FUZZ_SECONDS=600 for each target, FUZZ="json yaml" for some
	@command -v clang >/dev/null || { echo "make fuzz needs clang, which comes with Swift" >&2; exit 1; }
	mkdir -p .build/fuzz/corpus
	clang -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
	  -ISources/CHeadGate -ISources/CHeadGate/include Tests/Fuzz/HeadGate/*.c Sources/CHeadGate/*.c -o .build/fuzz/head-gate
	swiftc -parse-as-library -O -sanitize=fuzzer,address -module-name FuzzMultipart \
	  Sources/Multipart/*.swift Tests/Fuzz/Multipart/*.swift -o .build/fuzz/multipart
	clang -g -O1 -fuse-ld=lld -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -ISources/CPictures \
	  -ISources/CPictures/include Tests/Fuzz/Pictures/*.c Sources/CPictures/*.c -o .build/fuzz/pictures -ljpeg -lspng -lwebp
	# lld, since gold cannot read what the sanitizers write. Every Swift target is instrumented, C by what Xcc says.
	FOCALD_FUZZ=1 $(SWIFT) build -c release --product focald-fuzz --scratch-path .build/fuzz/swift -Xswiftc -use-ld=lld \
	  -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address
	export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 SWIFT_BACKTRACE=enable=no
	.build/fuzz/swift/release/focald-fuzz seeds .build/fuzz/corpus
	for target in $(FUZZ); do
	  echo "fuzzing $$target for $(FUZZ_SECONDS) s"
	  mkdir -p .build/fuzz/corpus/$$target
	  case $$target in
	    head-gate) fuzzer=(.build/fuzz/head-gate); kept=(Tests/Fuzz/HeadGate/Corpus);;
	    pictures) fuzzer=(.build/fuzz/pictures); kept=(Tests/PicturesTests/Fixtures);;
	    multipart) fuzzer=(.build/fuzz/multipart); kept=(Tests/Fuzz/Multipart/Corpus);;
	    *) fuzzer=(.build/fuzz/swift/release/focald-fuzz $$target); kept=(Tests/Fuzz/Service/Corpus/$$target);;
	  esac
	  mkdir -p "$${kept[0]}"
	  "$${fuzzer[@]}" \
	    -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=20 -rss_limit_mb=3072 -print_final_stats=1 -verbosity=0 \
	    -artifact_prefix=.build/fuzz/$$target- .build/fuzz/corpus/$$target "$${kept[@]}"
	done

mutations: deps ## damaged pictures and files of weights, 2,000 a suite, under AddressSanitizer; MUTATIONS=10000
	FOCALD_MUTATIONS=$(MUTATIONS) SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 \
	  $(SWIFT) test --sanitize=address --scratch-path .build/address \
	  --filter 'HostilePictureTests|WeightsFileTests|WatchedFileTests|NetworkErrorTests|SafetensorsMutationTests'

$(CONFORMANCE)/installed: Tests/Conformance/requirements.txt
	rm -rf $(CONFORMANCE)
	python3 -m venv $(CONFORMANCE)
	$(CONFORMANCE)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

$(CONFORMANCE)/kserve: Tests/Conformance/requirements-kserve.txt $(CONFORMANCE)/installed
	$(CONFORMANCE)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

$(CONFORMANCE)/contract: Tests/Conformance/requirements-contract.txt $(CONFORMANCE)/installed
	$(CONFORMANCE)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

clients: $(CLIENTS)/installed $(CONFORMANCE)/installed ## generate Python clients from openapi.yaml and call every operation with them
	$(SWIFT) build --product focald
	FOCALD_CLIENTS_VENV=$(CURDIR)/$(CLIENTS) timeout --kill-after 10 1200 \
	  $(CONFORMANCE)/bin/pytest -q Tests/Conformance/test_generated_clients.py $(PYTEST)

$(CLIENTS)/installed: Tests/Conformance/requirements-clients.txt
	rm -rf $(CLIENTS)
	python3 -m venv $(CLIENTS)
	$(CLIENTS)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

python: $(PYTHON_VENV)/installed python-package ## the Python client's tests: numpy 1.26 and 2, torch, mypy
	$(SWIFT) build --product focald
	FOCALD_BINARY="$(CURDIR)/.build/debug/focald" timeout --kill-after 10 900 \
	  $(PYTHON_VENV)/bin/pytest -q Clients/python/tests $(PYTEST)
	# The wheel itself, with the oldest numpy.
	if ! python3 -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then
	  echo "the Python client with numpy 1.26 SKIPPED: that numpy has no wheel for this Python" >&2; exit
	fi
	[[ -e $(PYTHON_NUMPY1)/bin/pytest ]] || python3 -m venv $(PYTHON_NUMPY1)
	$(PYTHON_NUMPY1)/bin/pip install --quiet --disable-pip-version-check 'numpy==1.26.*' pytest
	$(PYTHON_NUMPY1)/bin/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps $(PYTHON_DIST)/*.whl
	FOCALD_BINARY="$(CURDIR)/.build/debug/focald" timeout --kill-after 10 600 \
	  $(PYTHON_NUMPY1)/bin/pytest -q -o pythonpath= Clients/python/tests $(PYTEST)

networks: $(PYTHON_VENV)/installed ## converted and random networks against torch in float64
	$(PYTHON_VENV)/bin/pip install --quiet --disable-pip-version-check \
	  --requirement Tests/Conformance/requirements.txt --requirement Tests/Networks/requirements.txt
	$(SWIFT) build --product focald
	FOCALD_BINARY="$(CURDIR)/.build/debug/focald" timeout --kill-after 10 1200 \
	  $(PYTHON_VENV)/bin/pytest -q Tests/Networks $(PYTEST)

# Part of `make test`: what needs neither torch nor mypy, with the conformance suite's packages.
.PHONY: python-if-possible
python-if-possible:
	@if [[ ! -e $(CONFORMANCE)/installed ]]; then
	  echo "Python client SKIPPED: its tests need what the conformance suite needs" >&2; exit
	fi
	FOCALD_BINARY="$(CURDIR)/.build/debug/focald" timeout --kill-after 10 300 \
	  $(CONFORMANCE)/bin/pytest -q Clients/python/tests $(PYTEST)

python-package: ## the Python client's wheel and sdist, in .build/python
	@rm -rf $(PYTHON_DIST) && mkdir -p $(PYTHON_DIST)
	[[ -e .venv/python-build/bin/pyproject-build ]] || python3 -m venv .venv/python-build
	.venv/python-build/bin/pip install --quiet --disable-pip-version-check build
	.venv/python-build/bin/pyproject-build --outdir $(PYTHON_DIST) Clients/python >$(PYTHON_DIST)/log \
	  || { cat $(PYTHON_DIST)/log >&2; exit 1; }
	rm $(PYTHON_DIST)/log
	ls $(PYTHON_DIST)

$(PYTHON_VENV)/installed: Clients/python/tests/requirements.txt
	python3 -m venv $(PYTHON_VENV)
	$(PYTHON_VENV)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

memory: release ## peak memory of a RetinaNet image at full size, and of a million values as JSON
	python3 Tests/Conformance/memory.py
	python3 Tests/Conformance/memory.py --shared
	python3 Tests/Conformance/json_memory.py

compare: deps $(COMPARE_VENV)/installed ## time focald beside its peers: Benchmarks/README.md; ARGS=--quick
	$(COMPARE_VENV)/bin/python Benchmarks/compare.py $(ARGS)

instructions: deps ## count instructions and allocations against the record; ARGS=--record makes a new one
	FOCALD_BENCHMARKS=1 $(SWIFT) build $(OPTIMIZED) --product focald-benchmarks
	python3 Benchmarks/instructions.py .build/release/focald-benchmarks $(ARGS)

# Part of `make test`: never a failure for want of valgrind or Python.
.PHONY: instructions-if-possible
instructions-if-possible:
	@if ! command -v python3 >/dev/null; then echo "instruction counts SKIPPED: they need python3" >&2; exit; fi
	if ! command -v valgrind >/dev/null && ((EUID == 0)) && command -v apt-get >/dev/null; then
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends valgrind </dev/null >/dev/null || true
	fi
	if ! command -v valgrind >/dev/null; then echo "instruction counts SKIPPED: they need valgrind" >&2; exit; fi
	$(MAKE) --no-print-directory instructions

$(COMPARE_VENV)/installed: Benchmarks/requirements.txt
	python3 -m venv $(COMPARE_VENV)
	$(COMPARE_VENV)/bin/pip install --quiet --requirement $<
	touch $@

image: ## container image, with docker, podman or buildah, whichever is here
	@if command -v docker >/dev/null; then docker build --tag $(IMAGE) .
	elif command -v podman >/dev/null; then podman build --format docker --tag $(IMAGE) .
	elif command -v buildah >/dev/null; then buildah build --format docker --tag $(IMAGE) .
	else echo "make image needs docker, podman or buildah" >&2; exit 1; fi

package: release levels python-package ## Debian package, tarball and the Python client's wheel in .build/package; MAINTAINER="Name <mail>"
	@deploy/package/build .build/release/focald .build/package .build/levels
	cp $(PYTHON_DIST)/*.whl .build/package/

clean: ## remove what was built
	rm -rf .build

.ONESHELL:
