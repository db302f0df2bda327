# quidit: see README.md. Every program is a folder under filters/: NAME/NAME.c and
# NAME/NAME-*.c hold a main each, the other .c files there are linked to all of them,
# and NAME/fr/* and lib/fr/* are compiled into each as its tables.
.DELETE_ON_ERROR:
SHELL = /bin/bash

VERSION := $(shell cat VERSION)
PREFIX = /usr/local
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
DATADIR = $(PREFIX)/share/quidit

# Where objects and programs go; the sanitizer and fuzzer builds set both.
B = build/release
BIN = bin

CC = gcc
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
CFLAGS = -O3 -g
override CPPFLAGS += -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -Ifilters/lib
override CFLAGS += -std=c11 $(WARN) -fno-strict-aliasing -ffp-contract=off -pthread
LIBS = -ljansson -lpcre2-8 -lutf8proc -lm
LIBS_ingest = -lmodest -lexpat -lbrotlidec -lz
LIBS_dedupe = -llmdb
LIBS_train = -llbfgs

names := ingest declutter sentsplit ner quotes dedupe
mains := $(foreach n,$(names),$(wildcard filters/$n/$n.c filters/$n/$n-*.c))
programs := $(patsubst %.c,%,$(notdir $(mains)))
pages := $(wildcard filters/*/*.1 filters/*/*.7)
lib_objects := $(patsubst filters/%.c,$B/%.o,$(wildcard filters/lib/*.c))

.PHONY: all
all: $(programs:%=$(BIN)/%)

# The tables of folder $1, as one object.
define folder_rules
tables_$1 := $$(sort $$(wildcard filters/lib/fr/* filters/$1/fr/*))
modules_$1 := $$(patsubst filters/%.c,$$B/%.o,$$(filter-out $$(mains),$$(wildcard filters/$1/*.c)))
$$B/$1/tables.c: filters/lib/embed.sh $$(tables_$1) | $$B/$1
	filters/lib/embed.sh $$(tables_$1) >$$@.tmp && mv $$@.tmp $$@
$$B/$1/tables.o: $$B/$1/tables.c $$(tables_$1)
	$$(CC) $$(CPPFLAGS) $$(CFLAGS) -c -o $$@ $$<
endef

# The program $2 of folder $1.
define program_rules
$$(BIN)/$2: $$B/$1/$2.o $$B/$1/tables.o $$(modules_$1) $$B/libquidit.a | $$(BIN)
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$(filter-out $$(BIN),$$^) \
		$$(LIBS_$1) $(if $(findstring -train,$2),$(LIBS_train)) $$(LIBS)
endef

$(foreach n,lib $(names),$(eval $(call folder_rules,$n)))
$(foreach m,$(mains),$(eval $(call program_rules,$(notdir $(patsubst %/,%,$(dir $m))),$(basename $(notdir $m)))))

$B/libquidit.a: $(lib_objects)
	rm -f $@ && ar rcs $@ $^

$B/%.o: filters/%.c VERSION | $(addprefix $B/,lib $(names))
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(addprefix $B/,lib $(names)) $(BIN):
	mkdir -p $@

-include $(wildcard $B/*/*.d)

.PHONY: check
check: all
	BIN=$(abspath $(BIN)) tests/run tests/*.bats

.PHONY: install
install: all
	install -d $(addprefix $(DESTDIR),$(BINDIR) $(MANDIR)/man1 $(MANDIR)/man7 $(DATADIR))
	install $(programs:%=$(BIN)/%) $(DESTDIR)$(BINDIR)
	install pipeline.sh $(DESTDIR)$(BINDIR)/quidit
	install -m 644 $(filter %.1,$(pages)) $(DESTDIR)$(MANDIR)/man1
	install -m 644 $(filter %.7,$(pages)) $(DESTDIR)$(MANDIR)/man7
	for n in $(names); do \
		install -d $(DESTDIR)$(DATADIR)/$$n/fr && \
		install -m 644 $$(ls -d filters/lib/fr/* filters/$$n/fr/* 2>/dev/null) \
			$(DESTDIR)$(DATADIR)/$$n/fr || exit; \
	done

.PHONY: uninstall
uninstall:
	rm -f $(programs:%=$(DESTDIR)$(BINDIR)/%) $(DESTDIR)$(BINDIR)/quidit
	rm -f $(patsubst %,$(DESTDIR)$(MANDIR)/man1/%,$(notdir $(filter %.1,$(pages))))
	rm -f $(patsubst %,$(DESTDIR)$(MANDIR)/man7/%,$(notdir $(filter %.7,$(pages))))
	rm -rf $(DESTDIR)$(DATADIR)

# The whole test suite under AddressSanitizer and UndefinedBehaviorSanitizer.
# Its findings end a program with status 99, which no test takes for another.
.PHONY: sanitize
sanitize: export ASAN_OPTIONS = exitcode=99
sanitize:
	$(MAKE) B=build/sanitize BIN=build/sanitize/bin CFLAGS='-O1 -g -fno-omit-frame-pointer \
		-fsanitize=address,undefined -fno-sanitize-recover=all' check

# The trained models, made again from the corpora in DATA.
.PHONY: models
models: all
	for n in declutter ner; do filters/$$n/train.sh $(DATA) || exit; done
	$(MAKE) all && filters/quotes/train.sh $(DATA)

.PHONY: lint
lint:
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
		--inline-suppr --error-exitcode=1 -Ifilters/lib $(wildcard filters/*/*.c)
	shellcheck setup pipeline.sh .ci/run tests/run tests/helper.bash \
		$(wildcard filters/*.sh filters/*/*.sh tests/*/*.sh examples/*.sh)
	shellcheck -s bats -S warning -e SC1111,SC1112,SC2089,SC2090,SC2154,SC2164 \
		$(wildcard tests/*.bats)
	mandoc -Tlint -Wwarning $(pages)

# Each tests/fuzz/fuzz_FOLDER_WHAT.c, linked with FOLDER's modules, for FUZZ_SECONDS.
FUZZ_SECONDS = 20
fuzzers := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz_flags := -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all

define fuzz_rules
build/fuzz/$1: tests/fuzz/$1.c tests/fuzz/die.c tests/fuzz/fuzz.h \
		$$(filter-out $(if $(findstring fuzz_lib,$1),%.o),$$(modules_$2)) \
		$$B/$2/tables.o $$B/libquidit.a
	$$(CC) $$(CPPFLAGS) -Itests/fuzz -Ifilters/$2 $$(CFLAGS) -fsanitize=fuzzer \
		-Wl,--wrap=cli_die -o $$@ $$(filter-out %.h,$$^) \
		$$(LIBS_$2) $$(LIBS_train) $$(LIBS)
endef
$(foreach f,$(fuzzers),$(eval $(call fuzz_rules,$f,$(word 2,$(subst _, ,$f)))))

.PHONY: fuzz fuzz-run
fuzz:
	$(MAKE) B=build/fuzz CC=clang CFLAGS='$(fuzz_flags) -fsanitize=fuzzer-no-link' fuzz-run
fuzz-run: $(fuzzers:%=build/fuzz/%)
	for f in $(fuzzers); do \
		mkdir -p build/fuzz/corpus/$$f && \
		ASAN_OPTIONS=detect_leaks=0 build/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) \
			-timeout=10 -rss_limit_mb=4096 -max_len=65536 -detect_leaks=0 \
			-print_final_stats=1 -artifact_prefix=build/fuzz/ build/fuzz/corpus/$$f \
			$$(ls -d tests/fuzz/seeds/$$f 2>/dev/null) >build/fuzz/$$f.log 2>&1 || \
			{ tail -n 40 build/fuzz/$$f.log; exit 1; }; \
		echo "$$f: $$(grep -o 'executed_units: .*' build/fuzz/$$f.log)"; \
	done

.PHONY: clean
clean:
	rm -rf build $(programs:%=bin/%)

# Speed and memory of every program and of the pipe, on corpora of 10 and 50 MB, and
# tests/bench/bench_FOLDER.c, linked with FOLDER's modules, on the text of the last.
define bench_rules
build/bench/bench_$1: tests/bench/bench_$1.c $$(modules_$1) $$B/$1/tables.o $$B/libquidit.a
	mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) -Ifilters/$1 $$(CFLAGS) -o $$@ $$^ $$(LIBS_$1) $$(LIBS)
endef
benches := $(patsubst tests/bench/bench_%.c,%,$(wildcard tests/bench/bench_*.c))
$(foreach n,$(benches),$(eval $(call bench_rules,$n)))

.PHONY: bench
bench: all $(benches:%=build/bench/bench_%)
	BIN=$(BIN) tests/bench/run.sh build/bench
	@for n in $(benches); do echo "in process: $$n" && \
		jq -r .text build/bench/first.jsonl | build/bench/bench_$$n || exit; done

include filters/corpus.mk
