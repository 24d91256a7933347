#define SEVENTH 7
