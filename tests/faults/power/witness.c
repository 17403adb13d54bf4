/* Preloaded into the service: it logs what the service asks of the files of one folder, and what
 * it says to its clients, in one order. `witness.py` reads the log; the folder is POWER_FOLDER,
 * the log POWER_LOG. Without them every call goes through as it is.
 *
 * Each record leaves in one writev on a descriptor that appends: the kernel gives all threads and
 * processes one order. Where a record stands decides for or against the service, so:
 *   - a write, truncation or change of names is logged after it was done: a sync that began before
 *     its record cannot be said to cover it;
 *   - a sync is logged twice, before it begins and after it has succeeded;
 *   - an answer is logged before it is sent: nobody can have it earlier.
 * What was written through a memory map is not seen; a test compares the files in the end.
 * Calls go to the kernel itself (64-bit systems): there is nothing to look up. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATE = 1, WRITE, TRUNCATE, RENAME, UNLINK, SYNC_BEGINS, SYNC_ENDS, ASKED, ANSWERED };

/* A record: this, the name of a file in the folder (empty for the folder itself), the data. */
struct head {
    uint32_t kind;
    uint32_t name_bytes;
    uint64_t place; /* offset of a write, new length of a truncation, port of a client */
    uint64_t data_bytes;
};

static const size_t SAID = 1024; /* bytes kept of what is said to and by a client */
static char folder[PATH_MAX];
static size_t folder_bytes;
static int log_file = -1;

__attribute__((constructor)) static void begin(void) {
    const char *named = getenv("POWER_FOLDER"), *log = getenv("POWER_LOG");
    if (named == NULL || log == NULL) return;
    folder_bytes = (size_t)snprintf(folder, sizeof folder, "%s", named);
    log_file = (int)syscall(SYS_openat, AT_FDCWD, log,
                            O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_file < 0) abort();
}

/* The name of a path in the folder, "" for the folder, NULL for what lies elsewhere. */
static const char *name_in(const char *path) {
    if (log_file < 0 || strncmp(path, folder, folder_bytes) != 0) return NULL;
    if (path[folder_bytes] == '\0') return path + folder_bytes;
    return path[folder_bytes] == '/' ? path + folder_bytes + 1 : NULL;
}

/* The same for an open file; `room` holds PATH_MAX bytes. */
static const char *name_of(int file, char *room) {
    if (log_file < 0) return NULL;
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t bytes = readlink(link, room, PATH_MAX - 1);
    if (bytes < 0) return NULL;
    room[bytes] = '\0';
    return name_in(room);
}

static void tell(enum kind kind, const char *name, uint64_t place, const void *data, size_t bytes) {
    int kept = errno;
    struct head head = {kind, (uint32_t)strlen(name), place, bytes};
    struct iovec parts[] = {
        {&head, sizeof head}, {(void *)name, head.name_bytes}, {(void *)data, bytes}};
    ssize_t whole = (ssize_t)(sizeof head + head.name_bytes + bytes);
    if (syscall(SYS_writev, log_file, parts, 3) != whole) abort(); /* no log, no test */
    errno = kept;
}

/* Log what is said over a socket, where it begins with `start`. */
static void hear(enum kind kind, int file, const char *start, const void *said, ssize_t bytes) {
    size_t most = strlen(start);
    if (log_file < 0 || bytes < (ssize_t)most || memcmp(said, start, most) != 0) return;
    struct sockaddr_in client;
    socklen_t room = sizeof client;
    int kept = errno;
    if (getpeername(file, (struct sockaddr *)&client, &room) == 0)
        tell(kind, "", ntohs(client.sin_port), said, (size_t)bytes < SAID ? (size_t)bytes : SAID);
    errno = kept;
}

static int open_at(int at, const char *path, int flags, mode_t mode) {
    const char *name = name_in(path);
    int is_new = name && (flags & O_CREAT) && syscall(SYS_faccessat, at, path, F_OK) != 0;
    int file = (int)syscall(SYS_openat, at, path, flags, mode);
    if (file >= 0 && is_new) tell(CREATE, name, 0, "", 0);
    else if (file >= 0 && name && (flags & O_TRUNC)) tell(TRUNCATE, name, 0, "", 0);
    return file;
}

static mode_t mode_of(int flags, va_list more) {
    return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(more, mode_t) : 0;
}

/* The C library has two names for each: for the same call on 64-bit systems. */
#define DEFINE_OPEN(function) \
    int function(const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = mode_of(flags, more); \
        va_end(more); \
        return open_at(AT_FDCWD, path, flags, mode); \
    }
#define DEFINE_OPEN_AT(function) \
    int function(int at, const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = mode_of(flags, more); \
        va_end(more); \
        return open_at(at, path, flags, mode); \
    }
DEFINE_OPEN(open)
DEFINE_OPEN(open64)
DEFINE_OPEN_AT(openat)
DEFINE_OPEN_AT(openat64)

/* What was written at `place`, or just before where the file now stands. */
static ssize_t wrote(int file, const void *data, ssize_t bytes, off_t place) {
    char room[PATH_MAX];
    const char *name = bytes > 0 ? name_of(file, room) : NULL;
    if (name == NULL) return bytes;
    if (place < 0) place = lseek(file, 0, SEEK_CUR) - bytes;
    tell(WRITE, name, (uint64_t)place, data, (size_t)bytes);
    return bytes;
}

ssize_t write(int file, const void *data, size_t bytes) {
    hear(ANSWERED, file, "HTTP/1.", data, (ssize_t)bytes);
    return wrote(file, data, syscall(SYS_write, file, data, bytes), -1);
}

ssize_t send(int file, const void *data, size_t bytes, int flags) {
    hear(ANSWERED, file, "HTTP/1.", data, (ssize_t)bytes);
    return syscall(SYS_sendto, file, data, bytes, flags, NULL, 0);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    if (count > 0) hear(ANSWERED, file, "HTTP/1.", parts[0].iov_base, (ssize_t)parts[0].iov_len);
    return syscall(SYS_writev, file, parts, count); /* on a file it would be missed, and found so */
}

ssize_t read(int file, void *data, size_t bytes) {
    ssize_t done = syscall(SYS_read, file, data, bytes);
    hear(ASKED, file, "GET /S/", data, done);
    return done;
}

ssize_t recv(int file, void *data, size_t bytes, int flags) {
    ssize_t done = syscall(SYS_recvfrom, file, data, bytes, flags, NULL, NULL);
    hear(ASKED, file, "GET /S/", data, done);
    return done;
}

#define DEFINE_PWRITE(function) \
    ssize_t function(int file, const void *data, size_t bytes, off_t place) { \
        return wrote(file, data, syscall(SYS_pwrite64, file, data, bytes, place), place); \
    }
DEFINE_PWRITE(pwrite)
DEFINE_PWRITE(pwrite64)

#define DEFINE_TRUNCATE(function) \
    int function(int file, off_t bytes) { \
        int failed = (int)syscall(SYS_ftruncate, file, bytes); \
        char room[PATH_MAX]; \
        const char *name = failed ? NULL : name_of(file, room); \
        if (name) tell(TRUNCATE, name, (uint64_t)bytes, "", 0); \
        return failed; \
    }
DEFINE_TRUNCATE(ftruncate)
DEFINE_TRUNCATE(ftruncate64)

static int sync_file(long number, int file) {
    char room[PATH_MAX];
    const char *name = name_of(file, room);
    if (name) tell(SYNC_BEGINS, name, 0, "", 0);
    int failed = (int)syscall(number, file);
    if (name && !failed) tell(SYNC_ENDS, name, 0, "", 0);
    return failed;
}

int fsync(int file) { return sync_file(SYS_fsync, file); }

int fdatasync(int file) { return sync_file(SYS_fdatasync, file); }

int rename(const char *from, const char *to) {
    int failed = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    const char *old = name_in(from), *new = name_in(to);
    if (!failed && old && new) tell(RENAME, old, 0, new, strlen(new));
    return failed;
}

int unlink(const char *path) {
    int failed = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    const char *name = failed ? NULL : name_in(path);
    if (name) tell(UNLINK, name, 0, "", 0);
    return failed;
}
