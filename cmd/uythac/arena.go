package main

/*
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>

// one_arena lets all threads of a process that answers once and ends take C's memory from one place. glibc gives every thread a place
// of its own, which spares those that work for hours the waiting for each other, but grows by a page at a time: a small report
// called the kernel a thousand times, for a tenth of its time. It must be said before there is a second thread, and so before Go begins.
__attribute__((constructor)) static void one_arena(int argc, char **argv) {
	if (argc > 1 && (strcmp(argv[1], "report") == 0 || strcmp(argv[1], "explain") == 0)) {
		mallopt(M_ARENA_MAX, 1);
	}
}
#endif
*/
import "C"
