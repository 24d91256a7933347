from setuptools import Extension, setup

setup(name="seventh", version="1.0", py_modules=["seventh"], headers=["seventh.h"],
    ext_modules=[Extension("_seventh", ["_seventh.c"])],
    entry_points={"console_scripts": ["seventh = seventh:main"]})
