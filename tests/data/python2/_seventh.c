#include <Python.h>
#include <structmember.h>

static PyObject *number(PyObject *self, PyObject *args)
{
	(void)self;
	(void)args;
	return PyInt_FromLong(7);
}

static PyMethodDef methods[] = {{"number", number, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

PyMODINIT_FUNC init_seventh(void)
{
	Py_InitModule("_seventh", methods);
}
