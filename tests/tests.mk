# The tests, the analysers, the fuzzers and the benchmarks: included by the Makefile at the top.
