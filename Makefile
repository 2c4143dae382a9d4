# The only doors. `make run` and `make test` work from a fresh clone with Python 3.11+, Node 20+ and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-receivers test-readers test-engines test-scale setup bench lint format lock package clean

run: setup                    ## ghost text in an editor: make run, or make run DIR=path
	@$(BIN)/python -m dev.run $(if $(DIR),"$(DIR)")

test: setup                   ## everything: unit, golden, property, hostile, stdio, VS Code in a real browser
	@$(BIN)/python -m dev.editor_install
	@$(BIN)/python -m pytest $(ARGS)

test-receivers: setup         ## exports against real MLflow and Phoenix, installed on first use: 1.1 GB
	@$(BIN)/python -m pytest tests/receivers/real_receivers.py $(ARGS)

test-readers: setup           ## exports read by the tools that they are for, installed on first use: 0.9 GB
	@$(BIN)/python -m pytest tests/readers/real_readers.py $(ARGS)

test-engines: setup           ## a real llama.cpp server, with a model of noise and SmolLM2; builds it once, which takes minutes
	@$(BIN)/python -m tests.engines.prepare
	@$(BIN)/python -m pytest tests/engines/llama_cpp.py tests/engines/instruct.py $(ARGS)

test-scale: setup             ## every figure on Postgres (Debian's postgresql) and Spark (Java 17 or newer), as on SQLite
	@$(PYTHON) -m venv .tools/scale
	@.tools/scale/bin/pip install -q -e '.[parquet]' -r tests/scale/requirements.txt pytest pytest-asyncio pytest-timeout hypothesis
	@.tools/scale/bin/python -m pytest tests/scale/backends.py $(ARGS)

setup:                        ## what run and test share; done steps are skipped
	@$(PYTHON) dev/setup.py

lint: setup                   ## ruff, mypy --strict, the layers, the client's types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	cd clients/vscode && npm run --silent check

format: setup                 ## put the sources into the house's form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: setup                  ## the figures of the README, as ratios against a peer in the same run
	@$(BIN)/python -m benchmarks

package: setup                ## wheel, sdist and extension in dist/, each tried in an empty environment
	@$(BIN)/python -m dev.package

lock: setup                   ## write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile -q --universal --generate-hashes -p 3.11 --no-header --no-emit-index-url pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes -p 3.11 --no-header --no-emit-index-url pyproject.toml --all-extras --group dev -o requirements-dev.txt

clean:                        ## forget everything that was made
	rm -rf .venv .tools dist artifacts clients/vscode/dist clients/vscode/node_modules .mypy_cache .ruff_cache .pytest_cache
