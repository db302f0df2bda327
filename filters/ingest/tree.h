/*
 * The tree of a page, as MyHTML builds it (HTML Standard, section 13.2.6) from tokens
 * that reduce.h reads. There is one tree at a time.
 */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <myhtml/tree.h>

/* White space as HTML has it. */
static inline bool
tree_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* What reduce.h knows of an element: 0 in both for those that say nothing. */
struct element {
	uint32_t has;		/* bits of its attributes */
	uint32_t first;		/* of their values */
};

/* Begins an empty tree; the last one is gone. */
void	 tree_begin(void);
/* A DOCTYPE, from its `<` to its `>`. The bytes must stay until the tree is gone. */
void	 tree_doctype(const char *s, size_t len);
/* A start tag. */
void	 tree_start(myhtml_tag_id_t, struct element);
void	 tree_end(myhtml_tag_id_t);
/* Text between two tags, character references and all. */
void	 tree_text(const char *s, size_t len);
/* Ends the tree: its root, NULL when it would have taken too much memory. */
const struct myhtml_tree_node *tree_root(void);

/* True when what follows would take too much memory. */
bool	 tree_full(void);

/* What tree_start was told; nothing of elements that the parser added. */
static inline struct element
tree_element(const struct myhtml_tree_node *node)
{
	const struct myhtml_token_node *t = node->token;

	return t ? (struct element){(uint32_t)t->raw_length, (uint32_t)t->raw_begin} :
		(struct element){0, 0};
}

/* The text of a text node, its references decoded. */
static inline const mycore_string_t *
tree_string(const struct myhtml_tree_node *node)
{
	const struct myhtml_token_node *t = node->data;

	return &t->str;
}

#endif
