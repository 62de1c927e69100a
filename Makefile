# Thin on purpose: tools/setup.py does the set-up and the work (on Windows: py tools\setup.py run).
#
#   make run     set up and start the program; without a display: the tour in pictures
#   make test    set up and run the tests
#   make check   lint, format, types, tests
#   make tour    drive the real windows without a screen; pictures and papers in out/tour
#   make demo    start with 2,000 invented people and two years of visits
#   make bench   measure what the program promises
#   make soak    the tests with full counts (long)
#   make build   freeze the program into dist/ and let it test itself
#   make lock    write requirements/*.txt anew from the .in files (needs uv)
#
# PYTHON=python3.12 chooses another Python; ARGS="--data /some/folder" is passed on.

PYTHONS := .venv/bin/python python3.11 python3.12 python3.13 python3
SUITS   := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
# The first that suits, the environment's own before others so that it stays as it was made; where none suits, the
# last says in one sentence what is needed.
PYTHON  ?= $(shell for name in $(PYTHONS); do $$name -c '$(SUITS)' >/dev/null 2>&1 && echo $$name && exit; done; echo python3)

.PHONY: run test check lint types tour demo bench soak build lock
.NOTPARALLEL:
run test check lint types tour demo bench soak build lock:
	@$(PYTHON) tools/setup.py $@ $(ARGS)
