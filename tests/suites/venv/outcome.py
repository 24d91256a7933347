# SPDX-License-Identifier: MIT
"""python outcome.py: runs test_venv of this Python and prints a line for each test and subtest that did not pass.

    failed NAME<TAB>the last line of why        skipped NAME<TAB>why        and at the end: ran COUNT
"""
import sys
import unittest


class Result(unittest.TestResult):
    def say(self, what, test, why):
        parts = test.id().split(" ", 1)
        name = ".".join(parts[0].split(".")[-2:]) + (" " + parts[1] if parts[1:] else "")
        lines = [line for line in why.splitlines() if line.strip()] or [""]
        print("%s %s\t%s" % (what, name, lines[-1][:300]))

    def fault(self, test, error):
        self.say("failed", test, self._exc_info_to_string(error, test))

    addError = addFailure = fault

    def addSubTest(self, test, subtest, error):
        if error:
            self.fault(subtest, error)

    def addSkip(self, test, why):
        self.say("skipped", test, why)

    def addUnexpectedSuccess(self, test):
        self.say("failed", test, "unexpected success")


result = Result()
unittest.defaultTestLoader.loadTestsFromName("test.test_venv").run(result)
sys.stdout.write("ran %d\n" % result.testsRun)
