# The everyday commands. CMake does the building (see CMakePresets.json); this file only spells the
# usual ways through it.

TEXT ?= 你好，世界
JOBS ?= $(shell nproc)
release := build/release
voice := tests/data/voices/noise

sources = git ls-files -- '*.h' '*.cc'

page_tools := web/node_modules/.package-lock.json

.PHONY: say test page demo-corpus asan bench format check-format check-layers tidy setup

# Speaks TEXT into out.wav. No trained voice is bundled yet.
say:
	@tools/setup-debian.sh build
	@mkdir -p build
	@cmake --preset release >$(release).log 2>&1 || { cat $(release).log; exit 1; }
	@cmake --build --preset release -j $(JOBS) --target bertvits2
	@$(release)/bertvits2 synth --model $(voice)/model.safetensors --config $(voice)/config.json \
	  --bert $(voice)/bert --text '$(subst ','\'',$(TEXT))' --seed 1 -o out.wav
	@echo 'Wrote out.wav. It is noise: the voice in $(voice) has random weights.'

test: setup $(page_tools)
	cmake --preset release
	cmake --build --preset release -j $(JOBS)
	ctest --preset release -j $(JOBS)

# Builds the web page that the program embeds. What it makes, web/dist, is committed.
page: setup $(page_tools)
	npm --prefix web run --silent check
	npm --prefix web run --silent build

$(page_tools): web/package-lock.json | setup
	npm --prefix web ci --no-audit --no-fund
	@touch $@

# Speaks a small corpus and makes it ready for training, in build/demo.
demo-corpus: setup
	@cmake --preset release >$(release).log 2>&1 || { cat $(release).log; exit 1; }
	@cmake --build --preset release -j $(JOBS) --target bertvits2 make-random-voice
	@tools/prepare-demo.sh build/demo

asan: setup
	cmake --preset asan
	cmake --build --preset asan -j $(JOBS)
	ctest --preset asan -j $(JOBS)

bench: setup
	cmake --preset bench
	cmake --build --preset bench -j $(JOBS)
	for benchmark in build/bench/bench/*_bench; do $$benchmark || exit 1; done

format: setup
	$(sources) | xargs clang-format -i

check-format: setup
	$(sources) | xargs clang-format --dry-run --Werror

check-layers:
	tools/check-layers.sh

tidy: setup
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS) --target bv2_test_support
	git ls-files -- 'src/*.cc' | xargs -P $(JOBS) -n 4 clang-tidy -p build/dev --quiet

setup:
	@tools/setup-debian.sh
	@mkdir -p build
