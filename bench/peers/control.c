/*
 * The control: what the kernel alone asks for telling a room something. A WebSocket broadcaster on raw epoll that does
 * nothing else: no check, no store, no parsing of the text. Everything else here is measured as a multiple of it.
 *
 *   control PORT naive     one send for every member and message
 *   control PORT batching  what comes to a room in one turn of the loop is joined, and written once to every member
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS = 20064, ROOMS = 4096, IN = 8192, OUT_MAX = 4 << 20, EVENTS = 1024 };

typedef struct { int fd, room, place, in_size, out_size; bool upgraded; char *in, *out; } Connection;
typedef struct { Connection **members; int count; char *pending; int pending_size, pending_room; bool dirty; } Room;

static Connection *connections[CONNECTIONS];
static Room rooms[ROOMS];
static int dirty[ROOMS], dirty_count, poller;
static bool batching;

static void watch(Connection *c, int what, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = c->fd};
    epoll_ctl(poller, what, c->fd, &event);
}

/* ------------------------------------------------------------------------------------------------ writing */

static void put(Connection *c, const char *bytes, int size) {
    int done = 0;
    if (!c->out_size) {
        done = (int)send(c->fd, bytes, size, MSG_NOSIGNAL);
        if (done == size) return;
        if (done < 0) done = 0; /* full, or gone: then reading will say so */
    }
    if (c->out_size + size - done > OUT_MAX) return;
    c->out = realloc(c->out, c->out_size + size - done);
    memcpy(c->out + c->out_size, bytes + done, size - done);
    c->out_size += size - done;
    watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
}

static void put_rest(Connection *c) {
    int done = (int)send(c->fd, c->out, c->out_size, MSG_NOSIGNAL);
    if (done <= 0) return;
    memmove(c->out, c->out + done, c->out_size -= done);
    if (!c->out_size) watch(c, EPOLL_CTL_MOD, EPOLLIN);
}

static void tell(Room *room, const char *bytes, int size) {
    for (int i = 0; i < room->count; i++) put(room->members[i], bytes, size);
}

static void tell_later(Room *room, const char *bytes, int size) {
    if (room->pending_size + size > room->pending_room)
        room->pending = realloc(room->pending, room->pending_room = 2 * (room->pending_size + size));
    memcpy(room->pending + room->pending_size, bytes, size);
    room->pending_size += size;
    if (!room->dirty) room->dirty = true, dirty[dirty_count++] = (int)(room - rooms);
}

static void flush_rooms(void) {
    for (int i = 0; i < dirty_count; i++) {
        Room *room = &rooms[dirty[i]];
        tell(room, room->pending, room->pending_size);
        room->pending_size = 0, room->dirty = false;
    }
    dirty_count = 0;
}

/* ------------------------------------------------------------------------------------------------ the upgrade */

static uint32_t turned(uint32_t word, int by) { return word << by | word >> (32 - by); }

/* SHA-1 (RFC 3174) of a text of at most 119 bytes. */
static void sha1(const char *text, uint8_t digest[20]) {
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    uint8_t data[128] = {0};
    int size = (int)strlen(text), blocks = size > 55 ? 2 : 1;
    memcpy(data, text, size);
    data[size] = 0x80;
    data[64 * blocks - 2] = (uint8_t)(size * 8 >> 8), data[64 * blocks - 1] = (uint8_t)(size * 8);
    for (int block = 0; block < blocks; block++) {
        uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
        for (int i = 0; i < 16; i++) {
            uint8_t *at = data + 64 * block + 4 * i;
            w[i] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
        }
        for (int i = 16; i < 80; i++) w[i] = turned(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        for (int i = 0; i < 80; i++) {
            uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
            uint32_t k = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
            uint32_t next = turned(a, 5) + f + e + k + w[i];
            e = d, d = c, c = turned(b, 30), b = a, a = next;
        }
        h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
    }
    for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64(const uint8_t *bytes, int size, char *to) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < size; i += 3) {
        int left = size - i;
        uint32_t three = (uint32_t)bytes[i] << 16 | (left > 1 ? bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0);
        for (int j = 0; j < 4; j++) *to++ = j <= left ? letters[three >> (18 - 6 * j) & 63] : '=';
    }
    *to = 0;
}

static void upgrade(Connection *c) {
    char *key = strcasestr(c->in, "\r\nSec-WebSocket-Key:"), *room = strstr(c->in, "?room=r");
    if (!key) {
        static const char refusal[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        put(c, refusal, (int)sizeof refusal - 1);
        shutdown(c->fd, SHUT_WR);
        return;
    }
    char text[128], accept[32], answer[192];
    uint8_t digest[20];
    sscanf(key + 20, " %40s", text);
    strcat(text, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    sha1(text, digest);
    base64(digest, 20, accept);
    put(c, answer, snprintf(answer, sizeof answer,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
        accept));
    c->upgraded = true;
    c->room = room ? atoi(room + 7) % ROOMS : 0;
    Room *joined = &rooms[c->room];
    joined->members = realloc(joined->members, (joined->count + 1) * sizeof *joined->members);
    joined->members[c->place = joined->count++] = c;
}

/* ------------------------------------------------------------------------------------------------ reading */

static void leave(Connection *c) {
    if (c->upgraded) {
        Room *room = &rooms[c->room];
        room->members[c->place] = room->members[--room->count];
        room->members[c->place]->place = c->place;
    }
    close(c->fd);
    connections[c->fd] = NULL;
    free(c->in), free(c->out), free(c);
}

/* One frame of text goes to the whole room, as it came; returns its size, 0 when it is not complete, -1 to hang up. */
static int relay(Connection *c, char *at, int size) {
    char frame[IN + 4];
    uint8_t *bytes = (uint8_t *)at;
    if (size < 6) return 0;
    int payload = bytes[1] & 127, head = 2;
    if (payload == 127) return -1;
    if (payload == 126) payload = bytes[2] << 8 | bytes[3], head = 4;
    if (size < head + 4 + payload) return payload > IN - 16 ? -1 : 0;
    if ((bytes[0] & 15) == 8) return -1;
    int length = 0;
    frame[length++] = (char)0x81;
    if (payload < 126) frame[length++] = (char)payload;
    else frame[length++] = 126, frame[length++] = (char)(payload >> 8), frame[length++] = (char)payload;
    for (int i = 0; i < payload; i++) frame[length + i] = (char)(bytes[head + 4 + i] ^ bytes[head + (i & 3)]);
    if ((bytes[0] & 15) == 1) (batching ? tell_later : tell)(&rooms[c->room], frame, length + payload);
    return head + 4 + payload;
}

static void readable(Connection *c) {
    int size = (int)recv(c->fd, c->in + c->in_size, IN - 1 - c->in_size, 0);
    if (size <= 0) {
        if (size == 0 || errno != EAGAIN) leave(c);
        return;
    }
    c->in_size += size;
    c->in[c->in_size] = 0;
    if (!c->upgraded) {
        char *end = strstr(c->in, "\r\n\r\n");
        if (end) upgrade(c), c->in_size = 0;
        return;
    }
    int used = 0, step;
    while ((step = relay(c, c->in + used, c->in_size - used)) > 0) used += step;
    if (step < 0) {
        leave(c);
        return;
    }
    memmove(c->in, c->in + used, c->in_size -= used);
}

static void welcome(int listener) {
    int fd, yes = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= CONNECTIONS) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        Connection *c = connections[fd] = calloc(1, sizeof *c);
        c->fd = fd, c->in = malloc(IN);
        watch(c, EPOLL_CTL_ADD, EPOLLIN);
    }
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 4096) < 0) {
        perror("control");
        exit(1);
    }
    return fd;
}

int main(int count, char **words) {
    if (count != 3) {
        fprintf(stderr, "control PORT naive|batching\n");
        return 2;
    }
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    batching = strcmp(words[2], "batching") == 0;
    poller = epoll_create1(0);
    int listener = listen_on(atoi(words[1]));
    struct epoll_event events[EVENTS], event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            Connection *c = connections[events[i].data.fd];
            if (events[i].data.fd == listener) welcome(listener);
            else if (c && events[i].events & EPOLLOUT && c->out_size) put_rest(c);
            if (c && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(c);
        }
        flush_rooms();
    }
}
