/* Stands between the server and the disk: while the file PARVIS_GATE exists, syncing a database file waits.
   Every sync of such a file is noted in PARVIS_GATE_SEEN: one line when it comes, one when it has been done. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_database(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return strstr(path, "/parvis.db") != NULL;
}

static void note(const char *line) {
    const char *name = getenv("PARVIS_GATE_SEEN");
    int fd = name ? open(name, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (fd < 0) return;
    if (write(fd, line, strlen(line)) < 0) perror(name);
    close(fd);
}

static int sync_through(const char *call, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
    const char *gate = getenv("PARVIS_GATE");
    if (!gate || !is_database(fd)) return real(fd);
    note("came\n");
    while (access(gate, F_OK) == 0) usleep(2000);
    int result = real(fd), kept = errno;
    note("done\n");
    errno = kept;
    return result;
}

int fsync(int fd) { return sync_through("fsync", fd); }
int fdatasync(int fd) { return sync_through("fdatasync", fd); }
