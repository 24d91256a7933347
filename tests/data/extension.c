// SPDX-License-Identifier: MIT
// An extension module that needs a library of its own, as a wheel brings it.
#include <Python.h>

int answer(void);

static PyObject *ask(PyObject *self, PyObject *none)
{
	(void)self;
	(void)none;
	return PyLong_FromLong(answer());
}

static PyMethodDef methods[] = {{"ask", ask, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_extension", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__extension(void)
{
	return PyModule_Create(&module);
}
