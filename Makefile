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
CFLAGS = -O2 -g
override CPPFLAGS += -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -Ifilters/lib
override CFLAGS += -std=c11 $(WARN) -fno-strict-aliasing -ffp-contract=off -pthread
LIBS = -ljansson -lpcre2-8 -lutf8proc -lm
LIBS_ingest =
LIBS_dedupe =
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
tables_$1 := $$(wildcard filters/lib/fr/* filters/$1/fr/*)
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

$(foreach n,$(names),$(eval $(call folder_rules,$n)))
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

.PHONY: clean
clean:
	rm -rf build $(programs:%=bin/%)
