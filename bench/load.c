/*
 * The load generator: thousands of WebSocket clients in one thread, against a server on this machine.
 *
 * It connects, joins rooms, runs phases one after the other (a steady rate, a fixed number of messages in flight, or
 * silence) and prints one line of JSON for the joining and one for each phase. Three things keep it honest:
 *
 *  - every message carries the moment at which it was due, not the one at which it left (no coordinated omission);
 *  - it counts these marks in the raw bytes that arrive, so a server may send them in frames and packets as it likes;
 *  - it reads the servers' processor clocks itself, at the edges of each window, and says how much time it had to spare:
 *    a server is only measured by a generator that waits for it.
 *
 * It connects to loopback addresses only, and is bounded in connections and in seconds.
 *
 *   load --port 8080 --protocol plain --connections 1000 --rooms 1 --pid 123 --phase quiet:paced:20:1:3
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 20000, ROOMS_MAX = 20000, PIDS_MAX = 16, PHASES_MAX = 32, LIMIT_MAX = 900 };
enum { TEXT_MAX = 4000, BUFFER = 256 * 1024, PEEK = 160, OUT_MAX = 1 << 20, EVENTS = 1024 };
enum { DRAIN = 15, SILENT = 10 }; /* seconds: to wait for what is on its way; without anything, until it is lost */
enum { TIME_LETTERS = 12, SLOT_LETTERS = 5, MARK = 2 + TIME_LETTERS + SLOT_LETTERS };
enum { SLOTS = 1 << (4 * SLOT_LETTERS) };
#define SECOND 1000000000LL

/* ------------------------------------------------------------------------------------------------ what there is */

typedef enum { PLAIN, PARVIS, SOCKETIO } Protocol;
typedef enum { CONNECTING, UPGRADING, GREETING, JOINING, READY, CLOSED } State;

typedef struct {
    int fd, room;
    State state;
    bool stuck;           /* never reads again */
    uint8_t header[10];   /* of the frame that is arriving */
    int header_size;
    int opcode;
    uint64_t left;        /* bytes of its payload still to come */
    char peek[PEEK + 1];  /* how it begins */
    int peek_size;
    char tail[MARK];      /* a mark cut by the end of what arrived */
    int tail_size;
    char *out;            /* what the socket did not take at once */
    int out_size;
} Connection;

typedef struct { int readers; } Room;
typedef struct { int64_t due; int missing; } Slot;
typedef struct { char name[32], mode[8]; double value, warm, seconds, stuck; int rooms; } Phase;

static Protocol protocol;
static Connection connections[CONNECTIONS_MAX];
static Room rooms[ROOMS_MAX];
static Slot slots[SLOTS];
static char *cookies[CONNECTIONS_MAX];
static int connection_count, room_count = 1, port, text_size = 100, at_once = 64;
static pid_t pids[PIDS_MAX];
static int pid_count;
static struct sockaddr_in address;
static bool sleeps, signals;
static int poller;
static char arena[MARK + BUFFER];
static int64_t epoch;

/* what happened since the window began */
static struct {
    int64_t sent, deliveries, errors, closed, lost, unsent, idle_ns, longest;
    int64_t buckets[64 * 32];
} seen;
static int joined, pending, in_flight, talking_rooms;
static int64_t completed; /* messages that everybody got, since the window began */
static uint32_t turn_of_sender;
static uint64_t counter;
static int64_t last_arrival, last_completion;
static bool presence_told;
static int order[CONNECTIONS_MAX];

static void fail(const char *sentence, const char *detail) {
    fprintf(stderr, "load: %s%s%s\n", sentence, *detail ? ": " : "", detail);
    exit(1);
}

static int64_t now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * SECOND + at.tv_nsec;
}

static uint64_t chance(void) { /* xorshift64*: the same every run, so that all servers get the same texts */
    static uint64_t state = 88172645463325252ULL;
    state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
    return state * 2685821657736338717ULL;
}

/* ------------------------------------------------------------------------------------------------ the servers */

/* User and system time of all server processes so far, in nanoseconds: the sum in /proc/PID/stat, but not in ticks. */
static int64_t server_cpu(void) {
    int64_t total = 0;
    for (int i = 0; i < pid_count; i++) {
        clockid_t id;
        struct timespec spent;
        if (clock_getcpuclockid(pids[i], &id) == 0 && clock_gettime(id, &spent) == 0)
            total += spent.tv_sec * SECOND + spent.tv_nsec;
    }
    return total;
}

/* Their memory in kilobytes, what they share counted by its part (PSS); the kernel's socket buffers are not in it. */
static int64_t server_memory(void) {
    int64_t total = 0;
    for (int i = 0; i < pid_count; i++) {
        char path[64], line[256];
        snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pids[i]);
        FILE *file = fopen(path, "r");
        long long size;
        while (file && fgets(line, sizeof line, file))
            if (sscanf(line, "Pss: %lld", &size) == 1) total += size;
        if (file) fclose(file);
    }
    return total;
}

static void tell_servers_edge(void) {
    for (int i = 0; signals && i < pid_count; i++) kill(pids[i], SIGUSR1);
}

/* ------------------------------------------------------------------------------------------------ sending */

static void watch(Connection *c, int what, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(poller, what, c->fd, &event);
}

static void hang_up(Connection *c) {
    if (c->state == CLOSED) return;
    if (c->state == READY && !c->stuck) rooms[c->room].readers--;
    if (c->state != READY) fail("a connection was refused or lost before it had joined", c->peek);
    seen.closed++;
    c->state = CLOSED;
    close(c->fd);
    free(c->out);
    c->out = NULL;
}

static bool put(Connection *c, const void *bytes, int size) {
    int done = 0;
    if (!c->out_size) {
        done = (int)send(c->fd, bytes, size, MSG_NOSIGNAL);
        if (done < 0) {
            if (errno != EAGAIN) return hang_up(c), false;
            done = 0;
        }
    }
    if (done == size) return true;
    if (c->out_size + size - done > OUT_MAX) return false;
    c->out = realloc(c->out, c->out_size + size - done);
    memcpy(c->out + c->out_size, (const char *)bytes + done, size - done);
    c->out_size += size - done;
    if (!c->stuck) watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    return true;
}

static void put_rest(Connection *c) {
    int done = (int)send(c->fd, c->out, c->out_size, MSG_NOSIGNAL);
    if (done < 0) {
        if (errno != EAGAIN) hang_up(c);
        return;
    }
    memmove(c->out, c->out + done, c->out_size -= done);
    if (!c->out_size) watch(c, EPOLL_CTL_MOD, EPOLLIN);
}

/* One masked frame, as RFC 6455 section 5.3 wants it from a client. */
static bool put_frame(Connection *c, int opcode, const char *payload, int size) {
    uint8_t frame[TEXT_MAX + 512];
    uint8_t mask[4];
    uint32_t random = (uint32_t)(chance() >> 32);
    memcpy(mask, &random, 4);
    int at = 0;
    frame[at++] = 0x80 | opcode;
    if (size < 126) frame[at++] = 0x80 | size;
    else frame[at++] = 0x80 | 126, frame[at++] = size >> 8, frame[at++] = size & 255;
    memcpy(frame + at, mask, 4), at += 4;
    for (int i = 0; i < size; i++) frame[at + i] = (uint8_t)payload[i] ^ mask[i & 3];
    return put(c, frame, at + size);
}

static bool put_text(Connection *c, const char *text) { return put_frame(c, 1, text, (int)strlen(text)); }

static const char *PHRASES[] = {
    "bonsoir \xc3\xa0 tous", "la place est calme", "cette nuit il fait doux", "on parle de tout", "avec plaisir",
    "l'\xc3\xa9t\xc3\xa9 revient", "d\xc3\xa9j\xc3\xa0 minuit", "voil\xc3\xa0 le caf\xc3\xa9",
    "la for\xc3\xaat apr\xc3\xa8s la pluie", "le train de demain", "une lampe sur la table", "merci pour le livre",
    "quelqu'un conna\xc3\xaet ce film", "un bon pain", "le jardin en mai", "le th\xc3\xa9 est chaud", "et la musique",
    "mon chat dort", "je lis un roman", "il neige en haut", "o\xc3\xb9 est la fen\xc3\xaatre",
    "belle soir\xc3\xa9" "e",
};

/* Letters, not digits: a guard that looks for telephone numbers has nothing to find here. */
static int write_letters(char *to, uint64_t value, int letters) {
    for (int i = letters - 1; i >= 0; i--) to[i] = 'a' + (value & 15), value >>= 4;
    return letters;
}

/* The mark, then phrases by chance, so that no two texts are the same; exactly `text_size` bytes of UTF-8. Phrases, as
   people say them: of words in no order the learned check makes something now and then, as of anything it never read. */
static void write_text(char *to, int64_t due, uint32_t slot) {
    int at = 0;
    to[at++] = '~', to[at++] = 'T';
    at += write_letters(to + at, (uint64_t)(due - epoch), TIME_LETTERS);
    at += write_letters(to + at, slot, SLOT_LETTERS);
    for (;;) {
        const char *phrase = PHRASES[chance() % (sizeof PHRASES / sizeof *PHRASES)];
        int size = (int)strlen(phrase);
        if (at + 1 + size > text_size) break;
        to[at++] = ' ';
        memcpy(to + at, phrase, size), at += size;
    }
    while (at < text_size) to[at++] = '.';
    to[at] = 0;
}

/* Somebody says something; everybody who reads in that room should get it. */
static void say(int64_t due) {
    Connection *c = NULL;
    for (int tries = 0; tries < connection_count; tries++) {
        c = &connections[order[turn_of_sender++ % connection_count]];
        if (c->state == READY && !c->stuck && c->room < talking_rooms) break;
        c = NULL;
    }
    if (!c) fail("nobody is left to say anything", "");
    uint32_t slot = counter & (SLOTS - 1);
    if (slots[slot].missing) seen.lost += slots[slot].missing, slots[slot].missing = 0, in_flight--;
    char text[TEXT_MAX + 1], frame[TEXT_MAX + 256];
    write_text(text, due, slot);
    if (protocol == PARVIS)
        snprintf(frame, sizeof frame, "{\"t\":\"send\",\"id\":%u,\"conv\":\"r:r%d\",\"cid\":\"b%llx\",\"text\":\"%s\"}",
                 slot, c->room, (unsigned long long)counter, text);
    else if (protocol == SOCKETIO)
        snprintf(frame, sizeof frame, "42[\"say\",{\"from\":\"guest%d\",\"text\":\"%s\"}]", c->fd, text);
    else
        snprintf(frame, sizeof frame, "{\"t\":\"msg\",\"from\":\"guest%d\",\"text\":\"%s\"}", c->fd, text);
    if (!put_text(c, frame)) {
        seen.unsent++;
        return;
    }
    slots[slot] = (Slot){due, rooms[c->room].readers};
    counter++, in_flight++, seen.sent++;
}

static void complete(void) {
    in_flight--, completed++;
    last_completion = last_arrival;
}

/* What is still on its way is given up: it counts as lost. */
static void give_up(void) {
    for (int i = 0; in_flight && i < SLOTS; i++)
        if (slots[i].missing) seen.lost += slots[i].missing, slots[i].missing = 0, in_flight--;
    in_flight = 0;
}

/* ------------------------------------------------------------------------------------------------ arriving */

static int bucket_of(int64_t ns) { /* 32 steps to each doubling: 3 % apart */
    if (ns < 32) return ns < 0 ? 0 : (int)ns;
    int power = 63 - __builtin_clzll((uint64_t)ns);
    return (power - 4) * 32 + (int)((ns >> (power - 5)) & 31);
}

static double percentile(double share) { /* microseconds */
    int64_t wanted = (int64_t)((double)seen.deliveries * share), sum = 0;
    for (int i = 0; i < 64 * 32; i++) {
        sum += seen.buckets[i];
        if (sum > wanted) return i < 32 ? i / 1e3 : (double)((32LL + i % 32) << (i / 32 - 1)) / 1e3;
    }
    return 0;
}

static uint64_t read_letters(const char *from, int letters) {
    uint64_t value = 0;
    for (int i = 0; i < letters; i++) value = value << 4 | ((uint8_t)(from[i] - 'a') & 15);
    return value;
}

static void note_delivery(const char *mark) {
    int64_t due = epoch + (int64_t)read_letters(mark + 2, TIME_LETTERS);
    Slot *slot = &slots[read_letters(mark + 2 + TIME_LETTERS, SLOT_LETTERS)];
    int64_t took = last_arrival - due;
    seen.deliveries++;
    seen.buckets[bucket_of(took)]++;
    if (took > seen.longest) seen.longest = took;
    if (slot->due == due && slot->missing > 0 && --slot->missing == 0) complete();
}

/* Count the marks in what arrived; `bytes` has room before it for the tail kept from the last time. */
static void count_marks(Connection *c, char *bytes, ssize_t size) {
    char *end = bytes + size, *at = bytes - c->tail_size;
    memcpy(at, c->tail, c->tail_size);
    c->tail_size = 0;
    while ((at = memchr(at, '~', end - at))) {
        if (end - at < MARK) {
            c->tail_size = (int)(end - at);
            memcpy(c->tail, at, c->tail_size);
            return;
        }
        if (at[1] == 'T') note_delivery(at), at += MARK;
        else at++;
    }
}

static bool begins(const Connection *c, const char *with) {
    int size = (int)strlen(with);
    return c->peek_size >= size && memcmp(c->peek, with, size) == 0;
}

static void note_joined(Connection *c) {
    c->state = READY;
    rooms[c->room].readers++;
    joined++, pending--;
}

static void note_refusal(Connection *c) {
    if (!seen.errors++) fprintf(stderr, "load: refused: %s\n", c->peek);
    const char *cid = strstr(c->peek, "\"cid\":\"b");
    if (!cid) return;
    Slot *slot = &slots[strtoull(cid + 8, NULL, 16) & (SLOTS - 1)];
    if (slot->missing) slot->missing = 0, complete();
}

static void text_arrived(Connection *c) {
    if (protocol == PARVIS) {
        if (c->state == GREETING && begins(c, "{\"t\":\"welcome\"")) {
            char frame[80];
            snprintf(frame, sizeof frame, "{\"t\":\"join\",\"id\":1,\"conv\":\"r:r%d\"}", c->room);
            c->state = JOINING;
            put_text(c, frame);
        } else if (c->state == JOINING && begins(c, "{\"t\":\"page\"")) {
            note_joined(c);
        } else if (begins(c, "{\"t\":\"presence\"")) {
            presence_told = true;
        } else if (begins(c, "{\"t\":\"err\"")) {
            note_refusal(c);
        } else if (begins(c, "{\"t\":\"bye\"") && c->state != READY) {
            fail("the server closed during the join", c->peek);
        }
    } else if (protocol == SOCKETIO) {
        if (c->state == GREETING && begins(c, "0{")) c->state = JOINING, put_text(c, "40");
        else if (c->state == JOINING && begins(c, "40")) note_joined(c);
        else if (c->peek_size == 1 && c->peek[0] == '2') put_text(c, "3");
    }
}

static void frame_arrived(Connection *c) {
    c->peek[c->peek_size] = 0;
    if (c->opcode == 1) text_arrived(c);
    else if (c->opcode == 9) put_frame(c, 10, c->peek, c->peek_size < 125 ? c->peek_size : 125);
    else if (c->opcode == 8) hang_up(c);
}

/* Follow the frames, to answer pings and to see the few that matter here. */
static void follow_frames(Connection *c, const uint8_t *at, ssize_t size) {
    while (c->state != CLOSED) {
        if (!c->left && size) { /* a header, perhaps in pieces */
            c->header[c->header_size++] = *at++, size--;
            int length = c->header_size > 1 ? c->header[1] & 127 : 0;
            int wanted = length == 127 ? 10 : length == 126 ? 4 : 2;
            if (c->header_size < wanted) continue;
            c->left = wanted == 2 ? (uint64_t)length : 0;
            for (int i = 2; i < wanted; i++) c->left = c->left << 8 | c->header[i];
            c->opcode = c->header[0] & 15;
            c->header_size = c->peek_size = 0;
            if (!c->left) frame_arrived(c);
        } else if (c->left && size) {
            uint64_t step = c->left < (uint64_t)size ? c->left : (uint64_t)size;
            int shown = (int)(step < (uint64_t)(PEEK - c->peek_size) ? step : (uint64_t)(PEEK - c->peek_size));
            memcpy(c->peek + c->peek_size, at, shown);
            c->peek_size += shown;
            at += step, size -= (ssize_t)step, c->left -= step;
            if (!c->left) frame_arrived(c);
        } else {
            return;
        }
    }
}

/* ------------------------------------------------------------------------------------------------ connecting */

static void ask_upgrade(Connection *c) {
    int number = (int)(c - connections);
    char request[1024], path[96];
    snprintf(path, sizeof path, protocol == SOCKETIO ? "/socket.io/?EIO=4&transport=websocket&room=r%d" : "/ws?room=r%d",
             c->room);
    int size = snprintf(
        request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: http://localhost:%d\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s%s%s\r\n",
        path, port, port, cookies[number] ? "Cookie: " : "", cookies[number] ? cookies[number] : "",
        cookies[number] ? "\r\n" : "");
    c->state = UPGRADING;
    put(c, request, size);
}

static void dial(int number) {
    Connection *c = &connections[number];
    int yes = 1;
    c->room = number % room_count;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) fail("no more sockets", strerror(errno));
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(c->fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS)
        fail("the server cannot be reached", strerror(errno));
    c->state = CONNECTING;
    pending++;
    watch(c, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
}

/* The answer to the upgrade; returns how much of `bytes` belongs to it, or 0 when it is not complete. */
static ssize_t upgraded(Connection *c, char *bytes, ssize_t size) {
    bytes[size] = 0;
    char *end = strstr(bytes, "\r\n\r\n");
    if (!end || strncmp(bytes, "HTTP/1.1 101", 12) != 0) {
        bytes[size < 200 ? size : 200] = 0;
        fail("the upgrade was refused", bytes);
    }
    c->state = GREETING;
    if (protocol == PLAIN) note_joined(c);
    else if (protocol == PARVIS) put_text(c, "{\"t\":\"hello\",\"v\":1,\"lang\":\"fr\"}");
    return end + 4 - bytes;
}

static void readable(Connection *c) {
    char *bytes = arena + MARK;
    ssize_t size = recv(c->fd, bytes, BUFFER - 1, 0);
    if (size <= 0) {
        if (size == 0 || errno != EAGAIN) hang_up(c);
        return;
    }
    last_arrival = now();
    if (c->state == UPGRADING) {
        ssize_t used = upgraded(c, bytes, size);
        bytes += used, size -= used;
    }
    if (joined == connection_count) count_marks(c, bytes, size);
    follow_frames(c, (uint8_t *)bytes, size);
}

/* One turn: take what has arrived; wait at most until `due` when not spinning. */
static void turn(int64_t due) {
    static struct epoll_event events[EVENTS];
    int64_t before = now();
    int wait = sleeps ? (int)((due - before) / 1000000) : 0;
    int count = epoll_wait(poller, events, EVENTS, wait < 0 ? 0 : wait > 100 ? 100 : wait);
    if (count <= 0) {
        seen.idle_ns += now() - before;
        return;
    }
    for (int i = 0; i < count; i++) {
        Connection *c = events[i].data.ptr;
        if (c->state == CONNECTING && events[i].events & EPOLLOUT) {
            watch(c, EPOLL_CTL_MOD, EPOLLIN);
            ask_upgrade(c);
        } else if (events[i].events & EPOLLOUT && c->out_size) {
            put_rest(c);
        }
        if (c->state != CLOSED && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(c);
    }
}

static void join_until(int wanted) {
    static int dialled;
    while (joined < wanted) {
        while (dialled < wanted && pending < at_once) dial(dialled++);
        turn(now() + SECOND / 10);
    }
}

/* Read on until the wave of joins is over: told to everybody (Parvis tells it every few seconds), or time is up. */
static void settle(double seconds) {
    int64_t until = now() + (int64_t)(seconds * 1e9);
    presence_told = false;
    while (now() < until) {
        turn(now() + SECOND / 100);
        if (presence_told && now() - last_arrival > 3 * SECOND / 10) break;
    }
}

static void join_all(double settling) {
    int first = connection_count / 20 > 0 ? connection_count / 20 : 1; /* warms up code and caches, so not measured */
    join_until(first);
    tell_servers_edge();
    int64_t memory = server_memory(), cpu = server_cpu(), begun = now();
    join_until(connection_count);
    double seconds = (double)(now() - begun) / 1e9;
    int more = connection_count - first;
    settle(settling);
    double spent = (double)(server_cpu() - cpu) / 1e3;
    double grown = (double)(server_memory() - memory);
    tell_servers_edge();
    printf("{\"phase\":\"join\",\"joins\":%d,\"connections\":%d,\"rooms\":%d,\"seconds\":%.3f,\"per_second\":%.0f,"
           "\"cpu_us\":%.1f,\"kb\":%.2f}\n",
           more, connection_count, room_count, seconds, more / seconds, more ? spent / more : 0, more ? grown / more : 0);
    fflush(stdout);
}

/* ------------------------------------------------------------------------------------------------ phases */

static void stop_reading(double share) {
    int every = (int)(1 / share + 0.5);
    for (int i = 0; i < connection_count; i++) {
        Connection *c = &connections[i];
        if (c->stuck || c->state != READY || (i / room_count) % every) continue;
        c->stuck = true;
        rooms[c->room].readers--;
        epoll_ctl(poller, EPOLL_CTL_DEL, c->fd, NULL);
    }
}

static double last_peak; /* messages a second in the last phase of a fixed number in flight */

static void print_phase(const Phase *phase, double rate, double seconds, int64_t cpu) {
    printf("{\"phase\":\"%s\",\"mode\":\"%s\",\"rate\":%.1f,\"seconds\":%.3f,\"sent\":%lld,\"deliveries\":%lld,"
           "\"cpu_us\":%.0f,\"p50_us\":%.0f,\"p99_us\":%.0f,\"max_us\":%.0f,\"spare\":%.3f,",
           phase->name, phase->mode, rate, seconds, (long long)seen.sent, (long long)seen.deliveries, (double)cpu / 1e3,
           percentile(0.50), percentile(0.99), (double)seen.longest / 1e3, (double)seen.idle_ns / 1e9 / seconds);
}

static void keep_going(const Phase *phase, bool closed, int64_t *due, double step, int64_t at) {
    if (closed) {
        if (in_flight && at - last_completion > SILENT * SECOND) give_up(), last_completion = at;
        for (int i = in_flight; i < (int)phase->value; i++) say(at);
    } else {
        for (; step > 0 && *due <= at; *due += (int64_t)step) say(*due);
    }
}

static void run_phase(Phase *phase) {
    bool closed = strcmp(phase->mode, "closed") == 0, half = strcmp(phase->mode, "half") == 0;
    double rate = half ? last_peak / 2 : strcmp(phase->mode, "paced") == 0 ? phase->value : 0;
    double step = rate > 0 ? 1e9 / rate : 0;
    if (phase->stuck > 0) stop_reading(phase->stuck);
    talking_rooms = phase->rooms ? phase->rooms : room_count;
    int64_t started = now(), due = started, begin = started + (int64_t)(phase->warm * 1e9), end = 0, cpu = 0, at;
    last_completion = started;
    int64_t enough = closed ? 2 * (int64_t)phase->value : 0;
    while (!end || now() < end || (completed < enough && now() < end + 4 * (end - begin))) { /* a slow server gets longer */
        at = now();
        if (!end && at >= begin) {
            memset(&seen, 0, sizeof seen);
            completed = 0;
            tell_servers_edge();
            cpu = server_cpu(), begin = now(), end = begin + (int64_t)(phase->seconds * 1e9);
        }
        keep_going(phase, closed, &due, step, at);
        turn(step > 0 ? due : at + SECOND / 100);
    }
    double seconds = (double)(now() - begin) / 1e9;
    print_phase(phase, rate, seconds, server_cpu() - cpu);
    tell_servers_edge();
    if (closed) last_peak = (double)seen.sent / seconds;
    for (int64_t patience = now() + DRAIN * SECOND; in_flight && now() < patience;) turn(now() + SECOND / 100);
    give_up();
    printf("\"errors\":%lld,\"closed\":%lld,\"unsent\":%lld,\"lost\":%lld,\"memory_kb\":%lld}\n", (long long)seen.errors,
           (long long)seen.closed, (long long)seen.unsent, (long long)seen.lost, (long long)server_memory());
    fflush(stdout);
}

/* ------------------------------------------------------------------------------------------------ the command line */

static int whole(const char *text, int least, int most, const char *what) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*end || end == text || value < least || value > most) fail("this option is out of bounds", what);
    return (int)value;
}

static void read_cookies(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) fail("the cookies cannot be read", strerror(errno));
    char line[640];
    for (int i = 0; i < CONNECTIONS_MAX && fgets(line, sizeof line, file); i++) {
        line[strcspn(line, "\r\n")] = 0;
        cookies[i] = strdup(line);
    }
    fclose(file);
}

static void read_phase(const char *text, Phase *phase) {
    memset(phase, 0, sizeof *phase);
    int found = sscanf(text, "%31[a-z0-9-]:%7[a-z]:%lf:%lf:%lf:%lf:%d", phase->name, phase->mode, &phase->value,
                       &phase->warm, &phase->seconds, &phase->stuck, &phase->rooms);
    if (found < 5 || phase->seconds <= 0 || phase->seconds > 120 || phase->warm < 0 || phase->value < 0 ||
        phase->value > 1e6 || phase->stuck < 0 || phase->stuck > 0.5 || phase->rooms < 0)
        fail("a phase is NAME:paced|closed|half|hold:VALUE:WARM:SECONDS[:STUCK[:TALKING_ROOMS]]", text);
}

static void read_address(const char *host) {
    address.sin_family = AF_INET;
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1 || ntohl(address.sin_addr.s_addr) >> 24 != 127)
        fail("only loopback addresses (127.x.x.x) are connected to, not", host);
}

static void read_protocol(const char *name) {
    const char *names[] = {"plain", "parvis", "socketio"};
    for (int i = 0; i < 3; i++)
        if (strcmp(name, names[i]) == 0) {
            protocol = (Protocol)i;
            return;
        }
    fail("the protocol is plain, parvis or socketio, not", name);
}

static void raise_limits(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if ((rlim_t)connection_count + 32 > limit.rlim_cur) fail("this account may not open so many files", "ulimit -Hn");
}

int main(int count, char **words) {
    static const struct option options[] = {
        {"port", 1, 0, 'p'},    {"host", 1, 0, 'h'},   {"protocol", 1, 0, 'P'}, {"connections", 1, 0, 'c'},
        {"rooms", 1, 0, 'r'},   {"cookies", 1, 0, 'k'}, {"text", 1, 0, 't'},    {"settle", 1, 0, 's'},
        {"pid", 1, 0, 'i'},     {"phase", 1, 0, 'f'},  {"at-once", 1, 0, 'a'},  {"limit", 1, 0, 'l'},
        {"sleep", 0, 0, 'z'},   {"signal", 0, 0, 'g'}, {0, 0, 0, 0},
    };
    static Phase phases[PHASES_MAX];
    int phase_count = 0, limit = 300, option;
    double settling = 0.5;
    read_address("127.0.0.1");
    while ((option = getopt_long(count, words, "", options, NULL)) != -1) switch (option) {
        case 'p': port = whole(optarg, 1, 65535, "--port"); break;
        case 'h': read_address(optarg); break;
        case 'P': read_protocol(optarg); break;
        case 'c': connection_count = whole(optarg, 1, CONNECTIONS_MAX, "--connections"); break;
        case 'r': room_count = whole(optarg, 1, ROOMS_MAX, "--rooms"); break;
        case 'k': read_cookies(optarg); break;
        case 't': text_size = whole(optarg, MARK, TEXT_MAX, "--text"); break;
        case 's': settling = atof(optarg); break;
        case 'i':
            if (pid_count == PIDS_MAX) fail("too many processes", "--pid");
            pids[pid_count++] = whole(optarg, 2, 1 << 22, "--pid");
            break;
        case 'f':
            if (phase_count == PHASES_MAX) fail("too many phases", "--phase");
            read_phase(optarg, &phases[phase_count++]);
            break;
        case 'a': at_once = whole(optarg, 1, 1000, "--at-once"); break;
        case 'l': limit = whole(optarg, 1, LIMIT_MAX, "--limit"); break;
        case 'z': sleeps = true; break;
        case 'g': signals = true; break;
        default: return 2;
        }
    if (!port || !connection_count) fail("--port and --connections are needed", "");
    raise_limits();
    alarm((unsigned)limit); /* whatever happens, it ends */
    address.sin_port = htons((uint16_t)port);
    poller = epoll_create1(0);
    epoch = now();
    for (int i = 0; i < connection_count; i++) order[i] = i;
    for (int i = connection_count - 1; i > 0; i--) {
        int other = (int)(chance() % (uint64_t)(i + 1)), kept = order[i];
        order[i] = order[other], order[other] = kept;
    }
    join_all(settling);
    for (int i = 0; i < phase_count; i++) run_phase(&phases[i]);
    return 0;
}
