# make corpus IN=DIR OUT=DIR: the pipeline shard by shard, doing again only what a
# change asks for. A shard is a .jsonl file in IN or a directory of texts in IN. OUT
# gets STAGE/SHARD.jsonl for every stage, with STAGE/SHARD.rejects where lines were
# rejected, and corpus.jsonl, all shards together. Files appear whole or not at all;
# a stage that fails leaves the file of the last good run.
#   STAGES='declutter sentsplit'   only these stages, in this order
#   FLAGS_ner='--tables DIR'       options for a stage; files they name are watched

STAGES = declutter sentsplit ner quotes dedupe

ifneq ($(filter corpus,$(MAKECMDGOALS)),)
$(if $(and $(IN),$(OUT)),,$(error usage: make corpus IN=DIR OUT=DIR))
shards := $(shell filters/corpus-shards.sh $(IN) $(OUT))
$(if $(filter 0,$(.SHELLSTATUS)),,$(error the shards of IN could not be listed))
texts := $(filter-out %.jsonl,$(shards))
lines := $(patsubst %.jsonl,%,$(filter %.jsonl,$(shards)))
maps := $(filter-out dedupe,$(STAGES))
$(shell mkdir -p $(patsubst %,$(OUT)/%,ingest $(STAGES)))

# Runs stage $1 by the command $2. Status 1, some lines rejected, is no failure.
define corpus_run
@echo '$1 $(basename $(notdir $@))'
@set -o pipefail; rejects=$(basename $@).rejects; \
$2 $(FLAGS_$1) --reject $$rejects.tmp >$@.tmp || [ $$? = 1 ] || \
	{ rm -f $@.tmp $$rejects.tmp; exit 2; }; \
if [ -s $$rejects.tmp ]; then mv $$rejects.tmp $$rejects; \
else rm -f $$rejects $$rejects.tmp; fi; \
mv $@.tmp $@
endef

# What stage $1 depends on besides its input: the program, its options and the files
# that they name.
corpus_needs = $(BIN)/$1 $(OUT)/$1/.flags \
	$(foreach w,$(subst =, ,$(FLAGS_$1)),$(wildcard $w $w/*))

$(texts:%=$(OUT)/ingest/%.jsonl): $(OUT)/ingest/%.jsonl: $(OUT)/.shard/% $(call corpus_needs,ingest)
	$(call corpus_run,ingest,$(BIN)/ingest --id-prefix $*/ $(IN)/$*)

$(lines:%=$(OUT)/ingest/%.jsonl): $(OUT)/ingest/%.jsonl: $(OUT)/.shard/%
	@cp --reflink=auto $(IN)/$*.jsonl $@.tmp && mv $@.tmp $@

# Stage $1 of every shard, from what stage $2 made of it.
define corpus_stage
before_$1 := $2
$(patsubst %,$(OUT)/$1/%.jsonl,$(texts) $(lines)): $(OUT)/$1/%.jsonl: \
		$(OUT)/$2/%.jsonl $(call corpus_needs,$1)
	$$(call corpus_run,$1,$(BIN)/$1 $$<)
endef
last := ingest
$(foreach s,$(maps),$(eval $(call corpus_stage,$s,$(last)))$(eval last := $s))

parts := $(patsubst %,$(OUT)/$(last)/%.jsonl,$(sort $(texts) $(lines)))
$(OUT)/corpus.jsonl: $(parts) $(OUT)/.parts
ifneq ($(filter dedupe,$(STAGES)),)
$(OUT)/corpus.jsonl: $(call corpus_needs,dedupe)
	$(call corpus_run,dedupe,xargs -r cat <$(OUT)/.parts | $(BIN)/dedupe)
else
	@xargs -r cat <$(OUT)/.parts >$@.tmp && mv $@.tmp $@
endif

# Notes that change only when what they say changes.
note = $(file >$@.new,$1)@cmp -s $@.new $@ && rm $@.new || mv $@.new $@
$(patsubst %,$(OUT)/%/.flags,ingest $(STAGES)): $(OUT)/%/.flags: FORCE
	$(call note,$(before_$*) $(FLAGS_$*))
$(OUT)/.parts: FORCE
	$(call note,$(parts))

.PHONY: corpus FORCE
corpus: $(OUT)/corpus.jsonl
endif
