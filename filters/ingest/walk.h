/*
 * Operands to files: directories are read recursively, in the bytewise order of
 * the paths below them, whatever the file system gives.
 */
#ifndef WALK_H
#define WALK_H

/*
 * One callback a file, opened for reading: `path` as the user would name it,
 * `name` the path below the operand (of a file named itself: its last part).
 * In directories, names that begin with a dot are passed over, and what is no
 * regular file or directory is named in a message: a symbolic link could lead
 * out of the directory. As an operand a link or a FIFO is read.
 */
void	 walk(const char *operand,
	void (*fn)(int fd, const char *path, const char *name));

#endif
