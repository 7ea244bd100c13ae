# make run    the workplace with a demo province, on http://127.0.0.1:8000
# make test   everything, on real PostgreSQL;  make lint   what must hold of the code
# Paths are relative throughout: the checkout's own path may hold spaces and Chinese characters.

PYTHON ?= python3
PORT ?= 8000
# for pytest, for example: make test ARGS="-k calendar"
ARGS ?=
# measured when everything is run: 90 % of all, every branch of the regulation
MEASURED := $(if $(filter-out --no-skips,$(ARGS)),,PYTHONPATH=tests PYTEST_PLUGINS=measuring)
# on the system's PostgreSQL once more, but for journeys, what repeats other tests, and the demo, whose acts are tested
SYSTEM_POSTGRES := $(lastword $(sort $(wildcard /usr/lib/postgresql/1[5-9]/bin)))

export PYTHONUTF8 = 1

.PHONY: setup run test lint pictures clean need-python

setup: need-python
	@$(PYTHON) scripts/setup.py
	@echo "已就绪：.venv/bin/xiafang --help 查看命令，make run 启动演示。"

run: need-python
	@$(PYTHON) scripts/setup.py
	@.venv/bin/xiafang serve --demo --port $(PORT)

test: need-python
	@$(PYTHON) scripts/setup.py
	@.venv/bin/python scripts/browser.py
	rm -rf build/measured
	XIAFANG_POSTGRES_BIN=wheel $(MEASURED) .venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)
	$(if $(MEASURED),.venv/bin/python tests/measuring.py)
ifneq ($(SYSTEM_POSTGRES),)
	XIAFANG_POSTGRES_BIN=$(SYSTEM_POSTGRES) .venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "postgres and not journey and not repeats" --ignore=tests/demo $(ARGS)
endif

lint: need-python
	@$(PYTHON) scripts/setup.py
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	DJANGO_SETTINGS_MODULE=xiafang.config.settings .venv/bin/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run

pictures: need-python
	@$(PYTHON) scripts/setup.py
	.venv/bin/python scripts/pictures.py

clean:
	rm -rf .venv build frontend/node_modules src/xiafang/web/static/built

need-python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "错误：没有找到 $(PYTHON)：请安装 Python 3.11 以上（Debian、Ubuntu：apt-get install python3 python3-venv）。" >&2; exit 2; }
