// SPDX-License-Identifier: MIT
// One call of exec in the files of fake.h.
#include "tests/unit/exec_row.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fake.h"

struct policy exec_policy = {.env = "/e",
	.python = "/e/bin/python",
	.lib = EXEC_LIBRARY,
	.major = 3,
	.minor = 11,
	.match = MATCH_MAJOR};

void exec_ask(const struct exec_request *request, struct exec_answer *ret)
{
	size_t room = exec_room(request);
	ret->scratch = malloc(room + 1);
	ret->scratch[room] = '~';
	errno = 77;
	ret->size = exec_measure(&exec_policy, EXEC_ENTRY, request, &fake_io, ret->scratch, &ret->plan);
	ret->rule = ret->plan.rule;
	cr_expect(ret->scratch[room] == '~', "%s: scratch written past its end", request->file);

	char *memory = malloc(ret->size + 1);
	memset(memory, '!', ret->size);
	memory[ret->size] = '~';
	ret->memory = memory;
	ret->call = exec_fill(&ret->plan, request, memory);
	cr_expect(memory[ret->size] == '~', "%s: memory written past its end", request->file);
	cr_expect(errno == 77, "%s: errno changed", request->file);
	if (!ret->size)
		cr_expect(ret->call.file == request->file && ret->call.argv == request->argv &&
				ret->call.envp == request->envp,
			"%s: 0 bytes, but the call changed", request->file);
}

void exec_answer_clear(struct exec_answer *a)
{
	free(a->memory);
	free(a->scratch);
}

const char *exec_joined(char *const *array, char *out)
{
	strcpy(out, array ? "" : "NULL");
	for (size_t i = 0; array && array[i]; i++)
		strcat(strcat(out, i ? "|" : ""), array[i]);
	return out;
}

bool exec_has(char *const *array, const char *entry)
{
	for (; array && *array; array++)
		if (!strcmp(*array, entry))
			return true;
	return false;
}

void exec_try_rows(const struct exec_row *rows, size_t count)
{
	static const char *const envp[] = {"PATH=/usr/bin:/bin", "A=1", NULL};
	for (size_t i = 0; i < count; i++) {
		const struct exec_row *row = &rows[i];
		struct exec_request request = {row->file, row->search, (char *const *)row->argv,
			(char *const *)envp, false, false};
		struct exec_answer a;
		char out[1024] = "", line[1024];
		exec_ask(&request, &a);
		cr_expect(a.rule == row->rule, "%s: rule %s, not %s", row->name, exec_rule_name(a.rule),
			exec_rule_name(row->rule));
		if (!row->out) {
			cr_expect(a.call.file == request.file && a.call.argv == request.argv,
				"%s: changed to %s|%s", row->name, a.call.file,
				exec_joined(a.call.argv, line));
		} else {
			strcat(strcat(strcat(out, a.call.file), "|"), exec_joined(a.call.argv, line));
			cr_expect(!strcmp(out, row->out), "%s: %s", row->name, out);
		}
		cr_expect(exec_has(a.call.envp, "LD_PRELOAD=" EXEC_LIBRARY) &&
				exec_has(a.call.envp, EXEC_ENTRY) && exec_has(a.call.envp, "A=1"),
			"%s: environment %s", row->name, exec_joined(a.call.envp, line));
		exec_answer_clear(&a);
	}
}
