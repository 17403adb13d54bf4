/* Preloaded into a process: its syncs take longer, and fail when they are told to. BALKY_CONTROL
 * names a file of two 64-bit numbers that all processes share and a test changes at any time: how
 * many microseconds each sync takes more, and how many syncs from now on fail with EIO. Without it
 * every call goes through as it is. Calls go to the kernel itself (64-bit systems). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int64_t *control; /* delay, failures */

__attribute__((constructor)) static void begin(void) {
    const char *named = getenv("BALKY_CONTROL");
    if (named == NULL) return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, named, O_RDWR | O_CLOEXEC);
    if (file < 0) abort();
    void *shared = mmap(NULL, 16, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared == MAP_FAILED) abort();
    control = shared;
    close(file);
}

static int sync_file(long number, int file) {
    if (control != NULL) {
        int64_t wait = __atomic_load_n(&control[0], __ATOMIC_SEQ_CST);
        struct timespec left = {wait / 1000000, wait % 1000000 * 1000};
        while (wait > 0 && nanosleep(&left, &left) != 0) continue;
        int64_t failing = __atomic_load_n(&control[1], __ATOMIC_SEQ_CST);
        while (failing > 0)
            if (__atomic_compare_exchange_n(&control[1], &failing, failing - 1, 0,
                                            __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
                errno = EIO;
                return -1;
            }
    }
    return (int)syscall(number, file);
}

int fsync(int file) { return sync_file(SYS_fsync, file); }

int fdatasync(int file) { return sync_file(SYS_fdatasync, file); }
