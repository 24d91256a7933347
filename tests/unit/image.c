// SPDX-License-Identifier: MIT
// common/core/image.c, on headers that the test makes and on programs that the compiler makes.
#include <criterion/criterion.h>
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/core/count.h"
#include "common/core/image.h"
#include "tests/skip.h"

#define HEAD 256

/* An ELF64 file of this machine's byte order with one program header, cut to n bytes. */
static bool parse(unsigned char class, unsigned short machine, unsigned type, size_t offset, size_t n,
	struct image *ret)
{
	char head[HEAD] = {0};
	Elf64_Ehdr header = {.e_machine = machine, .e_phoff = offset, .e_phnum = 1};

	memcpy(header.e_ident, ELFMAG, SELFMAG);
	header.e_ident[EI_CLASS] = class;
	header.e_ident[EI_DATA] = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
	memcpy(head, &header, sizeof header);
	if (offset + sizeof type <= HEAD)
		memcpy(head + offset, &type, sizeof type);
	char *exact = malloc(n ? n : 1);
	memcpy(exact, head, n);
	bool ok = image_parse(exact, n, ret);
	free(exact);
	return ok;
}

Test(image, is_read_from_its_header)
{
#if defined(__x86_64__)
	static const struct {
		const char *name;
		size_t offset, n;
		unsigned type;
		enum abi abi;
		unsigned short machine;
		unsigned char class;
		bool ok, is_static;
	} rows[] = {
		{"dynamic", 64, HEAD, PT_INTERP, ABI_64, EM_X86_64, ELFCLASS64, true, false},
		{"static", 64, HEAD, PT_LOAD, ABI_64, EM_X86_64, ELFCLASS64, true, true},
		{"x32", 64, HEAD, PT_INTERP, ABI_FOREIGN, EM_X86_64, ELFCLASS32, true, false},
		{"another machine", 64, HEAD, PT_INTERP, ABI_FOREIGN, EM_AARCH64, ELFCLASS64, true, false},
		{"program headers out of sight", 4096, HEAD, PT_INTERP, ABI_64, EM_X86_64, ELFCLASS64, true,
			false},
		{"cut in the header", 64, 51, PT_INTERP, ABI_64, EM_X86_64, ELFCLASS64, false, false},
		{"one byte", 64, 1, PT_INTERP, ABI_64, EM_X86_64, ELFCLASS64, false, false},
		{"nothing", 64, 0, PT_INTERP, ABI_64, EM_X86_64, ELFCLASS64, false, false},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct image image;
		bool ok = parse(rows[i].class, rows[i].machine, rows[i].type, rows[i].offset, rows[i].n,
			&image);
		cr_expect(ok == rows[i].ok, "%s", rows[i].name);
		if (ok && rows[i].ok)
			cr_expect(image.abi == rows[i].abi && image.is_static == rows[i].is_static,
				"%s: %d %d", rows[i].name, image.abi, image.is_static);
	}
#else
	skip("image headers: the rows are for x86-64");
#endif
	struct image image;
	cr_expect(!image_parse("#!/bin/sh\n", 10, &image));
}

static long read_file(const char *path, size_t offset, char *buf, size_t n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	long got = fd < 0 ? -1 : pread(fd, buf, n, (off_t)offset);
	close(fd);
	return got;
}

/* Does readelf(1) agree? clang links AddressSanitizer's runtime into the program, gcc as a library. */
static bool names_asan(const char *file)
{
	char command[256];
	snprintf(command, sizeof command,
		"readelf -dW %s | "
		"grep -qE 'NEEDED.*\\[(libasan\\.so|libclang_rt\\.asan)'",
		file);
	return !system(command);
}

/* Programs of the compiler: dynamic, static, 32-bit, and with a library of a known name. */
Test(image, is_what_the_compiler_made, .timeout = 60)
{
	static const struct {
		const char *flags;
		enum abi abi;
		bool is_static, needs_libc;
	} rows[] = {
		{"", ABI_OURS, false, true},
		{"-static", ABI_OURS, true, false},
		{"-static-pie -fPIE", ABI_OURS, true, false},
		{"-m32", ABI_32, false, false},
		{"-fsanitize=address", ABI_OURS, false, true},
		{"-fsanitize=address -static-libasan", ABI_OURS, false, true},
		{"-fsanitize=address $(${CC:-cc} -shared-libasan -E -xc /dev/null >/dev/null 2>&1 && "
		 "echo -shared-libasan)",
			ABI_OURS, false, true},
	};
	char dir[] = "/tmp/venvrun-image.XXXXXX", command[512], file[64];
	_Alignas(void *) char buf[IMAGE_ROOM];
	struct exec_io io = {.read = read_file};
	bool shared_asan = false;

	cr_assert(mkdtemp(dir));
	snprintf(file, sizeof file, "%s/program", dir);
	for (size_t i = 0; i < COUNT(rows); i++) {
		snprintf(command, sizeof command,
			"echo 'int main(void) { return 0; }' | ${CC:-cc} %s -xc - -o %s 2>/dev/null",
			rows[i].flags, file);
		if (system(command)) {
			snprintf(command, sizeof command, "image: the compiler does not take %s",
				rows[i].flags);
			skip(command);
			continue;
		}
		struct image image;
		long n = read_file(file, 0, buf, HEAD);
		cr_assert(image_parse(buf, (size_t)n, &image), "%s", rows[i].flags);
		cr_expect(image.abi == rows[i].abi && image.is_static == rows[i].is_static, "%s: %d %d",
			rows[i].flags, image.abi, image.is_static);
		bool needs_asan = image_needs(&io, file, "libasan.so:libclang_rt.asan", buf);
		cr_expect(needs_asan == (rows[i].abi == ABI_OURS && names_asan(file)), "%s", rows[i].flags);
		shared_asan |= needs_asan;
		cr_expect(image_needs(&io, file, "libnone.so:libc.so", buf) == rows[i].needs_libc, "%s",
			rows[i].flags);
		unlink(file);
	}
	rmdir(dir);
	if (!shared_asan)
		skip("image: the compiler makes no program that loads AddressSanitizer's runtime");
	cr_expect(!image_needs(&io, "/bin/sh", "libnone.so:libneither.so", buf));
	cr_expect(!image_needs(&io, "/dev/null", "lib", buf));
}
