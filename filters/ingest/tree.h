/*
 * The tree of a page, as MyHTML builds it (HTML Standard, section 13.2.6) from tokens
 * that reduce.h reads. There is one tree at a time.
 */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <myhtml/tree.h>

/* Begins an empty tree; the last one is gone. */
void	 tree_begin(void);
/* A DOCTYPE, from its `<` to its `>`. The bytes must stay until the tree is gone. */
void	 tree_doctype(const char *s, size_t len);
/* A start tag. `mark`, if not 0, is what tree_mark says of the element. */
void	 tree_start(myhtml_tag_id_t, size_t mark);
void	 tree_end(myhtml_tag_id_t);
/* Text between two tags, character references and all. */
void	 tree_text(const char *s, size_t len);
/* Ends the tree: its root, NULL when it would have taken too much memory. */
const struct myhtml_tree_node *tree_root(void);

/* True when what follows would take too much memory. */
bool	 tree_full(void);

/* 0 for elements that the parser added. */
static inline size_t
tree_mark(const struct myhtml_tree_node *node)
{
	return node->token ? node->token->raw_begin : 0;
}

#endif
