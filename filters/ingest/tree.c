/* Building the tree of a page: see tree.h. */
#include "tree.h"

#include <string.h>

#include <myhtml/callback.h>
#include <myhtml/data_process.h>
#include <myhtml/rules.h>

#include "cli.h"

/* Tags beyond which a tree is too large: an element takes up to 250 bytes. Pages have
 * 500 to 10,000. */
#define TAGS_MAX 2000000
/* Tags after which the parser gives its memory back. */
#define KEEP_MAX 30000

static struct {
	myhtml_t *myhtml;
	myhtml_tree_t *tree;
	size_t tags;
} parser;

static void
parser_close(void)
{
	myhtml_tree_destroy(parser.tree);
	myhtml_destroy(parser.myhtml);
	parser.myhtml = NULL;
}

/* The parser joins adjacent texts by copying them, in quadratic time and memory, unless
 * their nodes have no token. */
static void
part_texts(myhtml_tree_t *tree, myhtml_tree_node_t *node, void *ctx)
{
	(void)tree;
	(void)ctx;
	if (node->tag_id == MyHTML_TAG__TEXT && node->token) {
		node->data = node->token;
		node->token = NULL;
	}
}

static void
parser_open(void)
{
	parser.myhtml = myhtml_create();
	parser.tree = myhtml_tree_create();
	if (parser.myhtml == NULL || parser.tree == NULL ||
	    myhtml_init(parser.myhtml, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) ||
	    myhtml_tree_init(parser.tree, parser.myhtml))
		cli_die("out of memory (HTML parser)");
	myhtml_callback_tree_node_insert_set(parser.tree, part_texts, NULL);
}

void
tree_begin(void)
{
	if (parser.myhtml && parser.tags > KEEP_MAX)
		parser_close();
	if (parser.myhtml == NULL)
		parser_open();
	parser.tags = 0;
	myhtml_tree_clean(parser.tree);
}

static myhtml_token_node_t *
new_token(myhtml_tag_id_t id, unsigned type)
{
	myhtml_token_t *tokens = parser.tree->token;
	myhtml_token_node_t *token =
		myhtml_token_node_create(tokens, tokens->mcasync_token_id);

	if (token == NULL)
		cli_die("out of memory (HTML parser)");
	token->tag_id = id;
	token->type = (enum myhtml_token_type)(type | MyHTML_TOKEN_TYPE_DONE);
	return token;
}

static void
add(myhtml_token_node_t *token)
{
	while (myhtml_rules_tree_dispatcher(parser.tree, token))
		;
}

/* Of what it says only the parser's tokenizer makes sense. */
void
tree_doctype(const char *s, size_t len)
{
	if (parser.tree->insert_mode == MyHTML_INSERTION_MODE_INITIAL &&
	    myhtml_parse_chunk(parser.tree, s, len))
		cli_die("out of memory (HTML parser)");
}

/* A tag that says no more than its name: all of them may share a token, as the tree reads
 * only what tokens say of an element. */
static void
add_bare(myhtml_tag_id_t id, unsigned type)
{
	static myhtml_token_node_t token;

	token.tag_id = id;
	token.type = (enum myhtml_token_type)(type | MyHTML_TOKEN_TYPE_DONE);
	add(&token);
}

void
tree_start(myhtml_tag_id_t id, struct element e)
{
	myhtml_token_node_t *token;

	parser.tags++;
	if (e.has == 0) {
		add_bare(id, MyHTML_TOKEN_TYPE_OPEN);
		return;
	}
	token = new_token(id, MyHTML_TOKEN_TYPE_OPEN);
	token->raw_length = e.has;
	token->raw_begin = e.first;
	add(token);
}

void
tree_end(myhtml_tag_id_t id)
{
	parser.tags++;
	/* </br> stands for <br>, and the parser would write that into the token. */
	add_bare(id, id == MyHTML_TAG_BR ? MyHTML_TOKEN_TYPE_OPEN :
		MyHTML_TOKEN_TYPE_CLOSE);
}

static bool
blank(const char *s, size_t len)
{
	while (len > 0 && tree_space(*s))
		s++, len--;
	return len == 0;
}

static void
decode(mycore_string_t *out, const char *s, size_t len)
{
	myhtml_data_process_entry_t decoder;

	myhtml_data_process_entry_clean(&decoder);
	decoder.encoding = MyENCODING_UTF_8;
	myhtml_data_process(&decoder, out, s, len);
	myhtml_data_process_end(&decoder, out);
}

void
tree_text(const char *s, size_t len)
{
	myhtml_token_node_t *token = new_token(MyHTML_TAG__TEXT, blank(s, len) ?
		MyHTML_TOKEN_TYPE_WHITESPACE : MyHTML_TOKEN_TYPE_DATA);

	mycore_string_init(parser.tree->mchar, parser.tree->mchar_node_id, &token->str,
		len + 1);
	if (memchr(s, '&', len) || memchr(s, '\r', len))
		decode(&token->str, s, len);
	else
		mycore_string_append(&token->str, s, len);
	add(token);
}

bool
tree_full(void)
{
	return parser.tags > TAGS_MAX;
}

const struct myhtml_tree_node *
tree_root(void)
{
	if (tree_full())
		return NULL;
	add_bare(MyHTML_TAG__END_OF_FILE, MyHTML_TOKEN_TYPE_OPEN);
	return myhtml_tree_get_node_html(parser.tree);
}
