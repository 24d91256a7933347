import sys

import _seventh


def main():
    print("%s %s" % (_seventh.number(), sys.prefix))
