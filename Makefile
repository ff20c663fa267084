# Every recipe is one line that you can type by hand; make prints it first.
PYTHON ?= python3
VENV ?= .venv

.PHONY: demo test check fmt types course bench

$(VENV)/bin/grader: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV) && $(VENV)/bin/pip install -q -c constraints.txt -e '.[dev]'

demo: $(VENV)/bin/grader  ## grade the example submissions with every wall up
	$(VENV)/bin/grader batch examples/submissions -o results/demo --unit u02 --unit u04 --unit u06

test: $(VENV)/bin/grader  ## run the tests
	$(VENV)/bin/python -m pytest -n auto --dist loadfile

check: $(VENV)/bin/grader  ## what has to hold before a change lands: style, types, floors, tests, course
	$(VENV)/bin/ruff format --check && $(VENV)/bin/ruff check && $(VENV)/bin/codespell && $(VENV)/bin/mypy grader tests assignments solutions tools benchmarks && $(VENV)/bin/lint-imports && $(VENV)/bin/python -m pytest -n auto --dist loadfile && $(VENV)/bin/grader verify

fmt: $(VENV)/bin/grader  ## lay the code out
	$(VENV)/bin/ruff format && $(VENV)/bin/ruff check --fix

types: $(VENV)/bin/grader  ## check the types
	$(VENV)/bin/mypy grader tests assignments solutions tools benchmarks

course: $(VENV)/bin/grader  ## prove the course, and every gradient check on 1 000 seeds
	$(VENV)/bin/grader verify --seeds 1000

bench: $(VENV)/bin/grader  ## measure what a submission costs, here and with others' graders
	$(VENV)/bin/python -m benchmarks.peers && $(VENV)/bin/python -m benchmarks.machinery
