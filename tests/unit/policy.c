// SPDX-License-Identifier: MIT
// common/core/policy.c.
#include <criterion/criterion.h>
#include <string.h>

#include "common/core/count.h"
#include "common/core/names.h"
#include "common/core/policy.h"
#include "common/core/policy_format.h"

static const struct policy plain = {
	.env = "/home/u/my env",
	.python = "/home/u/my env/bin/python",
	.lib = "/usr/lib/venvrun/libvenvrun.so",
	.major = 3,
	.minor = 11,
	.match = MATCH_MAJOR,
};
static const char plain_text[] =
	"1;env=/home/u/my%20env;python=/home/u/my%20env/bin/python;"
	"lib=/usr/lib/venvrun/libvenvrun.so;py=3.11;match=major";

#define REST "env=/e;python=/e/bin/python;lib=/l;py=3.11;match=major"

static bool equal(const struct policy *a, const struct policy *b)
{
	return !strcmp(a->env, b->env) && !strcmp(a->python, b->python) && !strcmp(a->lib, b->lib) &&
		a->major == b->major && a->minor == b->minor && a->match == b->match;
}

/* In memory of exactly its size, so that AddressSanitizer finds an access outside of it. */
static bool parses(const char *text, struct policy *ret, char **ret_memory)
{
	*ret_memory = strdup(text);
	return policy_parse(*ret_memory, ret);
}

Test(policy, is_written_as_the_header_says)
{
	char out[256];
	cr_expect(policy_format(out, sizeof out, &plain) == sizeof plain_text);
	cr_expect(!strcmp(out, plain_text), "%s", out);
}

Test(policy, is_read_as_the_header_says)
{
	char text[sizeof plain_text];
	memcpy(text, plain_text, sizeof text);
	struct policy p;
	cr_assert(policy_parse(text, &p));
	cr_expect(equal(&p, &plain), "%s %s %s %d.%d %d", p.env, p.python, p.lib, p.major, p.minor, p.match);
	cr_expect(p.env > text && p.env < text + sizeof text, "the strings point into the text");
}

Test(policy, carries_every_byte_a_path_can_have)
{
	char path[2 + 255];
	path[0] = '/';
	for (int c = 1; c < 256; c++)
		path[c] = (char)c;
	path[256] = 0;
	struct policy p = plain, q;
	p.env = p.python = path;
	char text[4096];
	size_t n = policy_format(text, sizeof text, &p);
	cr_assert(n == strlen(text) + 1, "%zu", n);
	cr_expect(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._,+@-%;=") ==
			n - 1,
		"%s", text);
	cr_assert(policy_parse(text, &q));
	cr_expect(equal(&p, &q));
}

Test(policy, comes_back_for_every_version_and_match)
{
	static const int versions[][2] = {{2, 7}, {3, 0}, {3, 6}, {3, 13}, {4, 100}};
	for (size_t v = 0; v < COUNT(versions); v++)
		for (enum interp_match match = MATCH_MAJOR; match <= MATCH_ANY; match++) {
			struct policy p = plain, q;
			p.major = versions[v][0];
			p.minor = versions[v][1];
			p.match = match;
			char text[256];
			policy_format(text, sizeof text, &p);
			cr_expect(policy_parse(text, &q) && equal(&p, &q), "%d.%d %d: %s", p.major, p.minor,
				match, text);
		}
}

Test(policy, carries_the_patterns_of_exempt_programs)
{
	static const char text[] =
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11;system=env;"
		"keep=/a%20b;only=%2A.py;keep=c;match=major";
	char *memory, out[sizeof text];
	struct policy p;
	cr_assert(parses(text, &p, &memory));
	cr_expect(p.system_follows && p.keeps == 3 && p.only == 2, "%zu %u", p.keeps, p.only);
	cr_expect_str_eq(p.keep[0], "/a b");
	cr_expect_str_eq(p.keep[1], "*.py");
	cr_expect(policy_format(out, sizeof out, &p) == sizeof text && !strcmp(out, text), "%s", out);
	free(memory);
}

Test(policy, holds_a_fixed_number_of_patterns)
{
	char text[1024] = "1;" REST;
	for (size_t i = 0; i <= POLICY_KEEPS; i++) {
		char *memory;
		struct policy p;
		cr_expect(parses(text, &p, &memory) && p.keeps == i, "%zu", i);
		free(memory);
		strcat(text, i % 2 ? ";keep=a" : ";only=b");
	}
	cr_expect(!policy_parse(text, &(struct policy){0}));
}

Test(policy, carries_site_directories)
{
	static const char text[] =
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11;mark=pyvenv.cfg;"
		"site=/e/lib/python3.11/site-packages;base=/usr/lib/python3/dist-packages;"
		"base=/usr/local/lib/python3.11/dist-packages;"
		"hide=/home/u/my%20x/site-packages;trace=stderr;root=4711;match=major";
	char *memory, out[sizeof text];
	struct policy p;
	cr_assert(parses(text, &p, &memory));
	cr_expect_str_eq(p.site, "/e/lib/python3.11/site-packages");
	cr_assert(p.bases == 2 && p.hides == 1, "%zu %zu", p.bases, p.hides);
	cr_expect_str_eq(p.base[1], "/usr/local/lib/python3.11/dist-packages");
	cr_expect_str_eq(p.hide[0], "/home/u/my x/site-packages");
	cr_expect_str_eq(p.mark, "pyvenv.cfg");
	cr_expect_str_eq(p.trace, TRACE_STDERR);
	cr_expect_eq(p.root, 4711);
	cr_expect(policy_format(out, sizeof out, &p) == sizeof text && !strcmp(out, text), "%s", out);
	free(memory);
	for (size_t n = 0; n < sizeof text - 1; n++) {
		memcpy(out, text, n);
		out[n] = '\0';
		cr_expect(!policy_check(out), "cut short: %s", out);
	}
}

Test(policy, holds_a_fixed_number_of_site_directories)
{
	char text[4096] = "1;" REST;
	for (size_t i = 0; i <= POLICY_BASES; i++) {
		char *memory;
		struct policy p;
		cr_expect(parses(text, &p, &memory) && p.bases == i, "%zu", i);
		free(memory);
		strcat(text, ";base=/x/site-packages");
	}
	cr_expect(!policy_parse(text, &(struct policy){0}));
}

Test(policy, format_measures_whatever_the_size)
{
	for (size_t size = 0; size <= sizeof plain_text; size++) {
		char *out = malloc(size + 1);
		memset(out, '~', size + 1);
		size_t n = policy_format(size ? out : NULL, size, &plain);
		cr_expect(n == sizeof plain_text, "size %zu gives %zu", size, n);
		cr_expect(out[size] == '~', "size %zu: written past the end", size);
		free(out);
	}
}

Test(policy, format_measures_what_no_library_accepts)
{
	char *path = malloc(POLICY_MAX + 1);
	memset(path, 'x', POLICY_MAX);
	path[0] = '/';
	path[POLICY_MAX] = 0;
	struct policy p = plain;
	p.env = path;
	cr_expect(policy_format(NULL, 0, &p) > POLICY_MAX);
	free(path);
}

Test(policy, fields_come_in_any_order)
{
	struct policy p;
	char *memory;
	cr_expect(parses("1;match=exact;py=3.9;lib=/l;python=/e/p;env=/e", &p, &memory));
	cr_expect(!strcmp(p.env, "/e") && !strcmp(p.python, "/e/p") && !strcmp(p.lib, "/l") && p.major == 3 &&
		p.minor == 9 && p.match == MATCH_EXACT);
	free(memory);
}

Test(policy, check_refuses_a_text_cut_short_wherever_that_is)
{
	for (size_t n = 0; n < sizeof plain_text; n++) {
		char text[sizeof plain_text] = "";
		memcpy(text, plain_text, n);
		cr_expect_eq(policy_check(text), n == sizeof plain_text - 1, "%s", text);
		cr_expect(!memcmp(text, plain_text, n), "%zu: the text was changed", n);
	}
}

Test(policy, what_is_no_policy_is_refused_and_nothing_is_written)
{
	static const char *const rows[] = {
		"",
		"1",
		"1;",
		"0;" REST,
		"2;" REST,
		"10;" REST,
		"01;" REST,
		" 1;" REST,
		";" REST,
		REST,
		"1" REST,
		"1;" REST ";",
		"1;;" REST,
		"1; " REST,
		"1;" REST " ",
		"1;" REST "\n",
		"1;" REST ";color=red",
		"1;" REST ";env=/f",
		"1;" REST ";env=/e",
		"1;" REST ";match=major",
		"1;" REST ";py=3.11",
		"1;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e;lib=/l;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11",
		"1;env=;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e;python=;lib=/l;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11;match=",
		"1;env;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;=/e;" REST,
		"1;ENV=/e;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;en=/e;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;envv=/e;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=e;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e;python=bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=l;py=3.11;match=major",
		"1;env=/e%;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e%2;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e%2g;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e%c3;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e%00;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e f;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e\xff;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e=;python=/e/bin/python;lib=/l;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l%20m;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l%3Am;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l%24m;py=3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11.2;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.x;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=-3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.-1;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=+3.11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3,11;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=99999999999999999999.1;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.99999999999999999999;match=major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11;match=Major",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11;match=majo",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11;match=majors",
		"1;env=/e;python=/e/bin/python;lib=/l;py=3.11;match=0",
		"1;" REST ";system=keep",
		"1;" REST ";system=env;system=env",
		"1;" REST ";only=",
		"1;" REST ";site=relative",
		"1;" REST ";site=/s;site=/t",
		"1;" REST ";base=site-packages",
		"1;" REST ";base=/usr/lib/python3",
		"1;" REST ";base=-packages",
		"1;" REST ";hide=/usr/lib",
		"1;" REST ";trace=relative",
		"1;" REST ";trace=stdout",
		"1;" REST ";trace=stderr;trace=stderr",
		"1;" REST ";mark=",
		"1;" REST ";mark=/e/pyvenv.cfg",
		"1;" REST ";mark=a;mark=b",
		"1;" REST ";root=0",
		"1;" REST ";root=1x",
		"1;" REST ";root=-1",
		"1;" REST ";root=99999999999",
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct policy p, untouched;
		memset(&p, 0x5a, sizeof p);
		untouched = p;
		char *memory;
		cr_expect(!parses(rows[i], &p, &memory), "taken for a policy: \"%s\"", rows[i]);
		cr_expect(!memcmp(&p, &untouched, sizeof p), "*ret touched: \"%s\"", rows[i]);
		free(memory);
	}
}

Test(policy, every_beginning_of_a_policy_is_none)
{
	for (size_t n = 0; n < sizeof plain_text - 1; n++) {
		char *memory = strndup(plain_text, n);
		struct policy p;
		cr_expect(!policy_parse(memory, &p), "%zu bytes", n);
		free(memory);
	}
}
