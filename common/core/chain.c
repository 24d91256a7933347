// SPDX-License-Identifier: MIT
// The files that the kernel reads in order to execute one.
#include "common/core/chain.h"

#include "common/core/path.h"
#include "common/core/str.h"

enum chain_step chain_next(struct chain *chain, const struct exec_io *io, char head[SHEBANG_MAX],
	size_t *ret_n, struct shebang *line)
{
	long n = io->read(chain->path, 0, head, SHEBANG_MAX);

	if (n <= 0)
		return CHAIN_UNREADABLE;
	*ret_n = (size_t)n;
	if (!shebang_parse(head, (size_t)n, line))
		return CHAIN_PROGRAM;
	if (chain->scripts == CHAIN_SCRIPTS)
		return CHAIN_TOO_LONG;
	chain->path = line->interp;
	chain->scripts++;
	return str_equal(path_base(line->interp), "env") ? CHAIN_ENV : CHAIN_SCRIPT;
}
