/*
 * Roles of blocks: what the words of their classes and ids say of them (caption,
 * comments, related), by the groups of roles.txt.
 */
#ifndef ROLE_H
#define ROLE_H

#include <stdint.h>

#define ROLES 32

/* The role of roles.txt that code knows by its place there. */
#define ROLE_AUTHOR 4

void	 role_open(void);
/* The role that a word names, by its hash in struct around; ROLES for none. */
unsigned role_of(uint64_t word);

#endif
