# Two commands: `make demo` and `make test`. Both set themselves up in .venv; nothing else is needed
# than Python 3.11 or newer and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO := demo

.PHONY: demo test lint types layers unit docs package bench clean

demo: $(VENV)/installed
	rm -rf $(DEMO)
	$(BIN)/resilmeter new $(DEMO)/study --like seed-001
	$(BIN)/resilmeter run $(DEMO)/study/study.toml -o $(DEMO)/out
	$(BIN)/resilmeter new $(DEMO)/audit-001 --like audit-001
	$(BIN)/resilmeter new $(DEMO)/audit-002 --like audit-002
	@# an audit fails where printed numbers cannot be, as some of both papers cannot
	$(BIN)/resilmeter audit $(DEMO)/audit-001 || test $$? -eq 1
	$(BIN)/resilmeter audit $(DEMO)/audit-002 || test $$? -eq 1
	@echo
	@echo "Open the report:  $(CURDIR)/$(DEMO)/out/report.html"
	@echo "Tables:           $(CURDIR)/$(DEMO)/out/tables/ (CSV) and $(CURDIR)/$(DEMO)/out/tables.xlsx"
	@echo "Audits:           $(CURDIR)/$(DEMO)/audit-001/audit.html and $(CURDIR)/$(DEMO)/audit-002/audit.html"

test: lint types layers docs package unit

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

layers: $(VENV)/installed-dev
	$(BIN)/lint-imports

unit: $(VENV)/installed-dev
	$(BIN)/python -m pytest --cov --cov-report= -n auto --dist worksteal
	$(BIN)/coverage report --include='src/resilmeter/core/*' --fail-under=95
	$(BIN)/coverage report --fail-under=90 --skip-covered

docs: $(VENV)/installed-dev
	$(BIN)/sphinx-build -W -q -b html docs docs/_build/html

# The wheel, installed without extras into a clean environment, runs the demo on its own.
package: $(VENV)/installed-dev
	rm -rf dist $(VENV)-package
	$(BIN)/python -m build --wheel --outdir dist .
	$(PYTHON) -m venv $(VENV)-package
	$(VENV)-package/bin/python -m pip --disable-pip-version-check install -q -c constraints.txt dist/*.whl
	$(VENV)-package/bin/resilmeter new $(VENV)-package/study --like seed-001
	$(VENV)-package/bin/resilmeter run $(VENV)-package/study/study.toml -o $(VENV)-package/out
	test -s $(VENV)-package/out/report.html
	rm -rf $(VENV)-package

# The other packages that the weights are compared with get an environment of their own.
bench: $(VENV)/installed-dev $(VENV)-bench/installed
	$(BIN)/python benchmarks/spine.py
	$(VENV)-bench/bin/python benchmarks/weighting.py
	$(BIN)/python benchmarks/inequality.py
	$(BIN)/python benchmarks/robustness.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/maps.py

clean:
	rm -rf $(VENV) $(VENV)-package $(VENV)-bench $(DEMO) dist build docs/_build

$(VENV)/bin/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'resilmeter needs Python 3.11 or newer; found ' + sys.version.split()[0])"
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -q -c constraints.txt -e .
	touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -q -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/installed

$(VENV)-bench/installed: pyproject.toml | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip --disable-pip-version-check install -q -e '.[bench]'
	touch $@
