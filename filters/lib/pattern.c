/* pcre2, set up once for this project (see pattern.h). */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <stdlib.h>

#include <pcre2.h>

#include "buf.h"
#include "cli.h"

#define MATCH_LIMIT 1000000
#define DEPTH_LIMIT 10000
#define JIT_STACK_MIN ((size_t)32 << 10)
#define JIT_STACK_MAX ((size_t)1 << 20)

struct pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

struct pattern *
pattern_new(const char *re, size_t len, bool caseless, const char *where)
{
	struct pattern *p = mem_alloc(1, sizeof(*p));
	uint32_t flags = PCRE2_UTF | PCRE2_UCP | (caseless ? PCRE2_CASELESS : 0);
	unsigned char reason[128];
	PCRE2_SIZE at;
	int error;

	p->code = pcre2_compile((PCRE2_SPTR)re, len, flags, &error, &at, NULL);
	if (!p->code) {
		pcre2_get_error_message(error, reason, sizeof(reason));
		cli_die("%s: at %zu: %s", where, (size_t)at, (char *)reason);
	}
	/* Where there is no JIT the interpreter runs, slower and with the same results. */
	(void)pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
	p->data = pcre2_match_data_create(PATTERN_GROUPS, NULL);
	p->context = pcre2_match_context_create(NULL);
	p->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
	if (!p->data || !p->context || !p->stack)
		cli_die("out of memory (pattern)");
	pcre2_set_match_limit(p->context, MATCH_LIMIT);
	pcre2_set_depth_limit(p->context, DEPTH_LIMIT);
	pcre2_jit_stack_assign(p->context, NULL, p->stack);
	return p;
}

void
pattern_free(struct pattern *p)
{
	pcre2_jit_stack_free(p->stack);
	pcre2_match_context_free(p->context);
	pcre2_match_data_free(p->data);
	pcre2_code_free(p->code);
	free(p);
}

int
pattern_match(struct pattern *p, const char *s, size_t len, size_t from,
	struct span group[PATTERN_GROUPS])
{
	int n = pcre2_match(p->code, (PCRE2_SPTR)s, len, from, PCRE2_NO_UTF_CHECK, p->data,
		p->context);
	const PCRE2_SIZE *at;

	if (n == PCRE2_ERROR_NOMATCH)
		return 0;
	if (n < 0)
		return -1;
	at = pcre2_get_ovector_pointer(p->data);
	/* n is 0 when the expression has more groups than there is room for. */
	for (int i = 0; i < PATTERN_GROUPS; i++)
		group[i] = !n || i < n ? (struct span){at[2 * i], at[2 * i + 1]} :
			(struct span){(size_t)-1, (size_t)-1};
	return 1;
}
