/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest whole adapter, in C: its thread publishes a counter, and an ACS may set a greeting. */
#define _POSIX_C_SOURCE 200809L
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapters/sdk/adapter_abi.h"

struct example {
  const struct adapter_host* host;
  int interval_ms;
  int wake[2]; /* a pipe; closing its end for writing ends the thread */
  adapter_handle counter;
  pthread_t thread;
};

static const struct adapter_option options[] = {
    {"interval_ms", ADAPTER_OPTION_INTEGER, 0, "1000", 10, 3600000, "ms", NULL, "How often the counter counts.", NULL,
     0},
};

static void* create(const struct adapter_host* host, const struct adapter_config* config, adapter_report report,
                    void* report_context) {
  struct example* self = calloc(1, sizeof *self);
  if (self == NULL) {
    report(report_context, 0, "out of memory");
    return NULL;
  }
  self->host = host;
  self->interval_ms = 1000;
  for (uint32_t i = config->nodes[0].first_child; i != ADAPTER_NO_NODE; i = config->nodes[i].next) {
    if (strcmp(config->nodes[i].key, "interval_ms") == 0) self->interval_ms = atoi(config->nodes[i].scalar);
  }
  return self;
}

static void* count(void* adapter) {
  struct example* self = adapter;
  struct pollfd stop = {self->wake[0], POLLIN, 0};
  unsigned long counted = 0;
  char text[24];
  do {
    const int length = snprintf(text, sizeof text, "%lu", counted++);
    const struct adapter_value value = {ADAPTER_MOUNT, self->counter, {text, (size_t)length}};
    self->host->publish(self->host->context, &value, 1);
  } while (poll(&stop, 1, self->interval_ms) == 0);
  return NULL;
}

static int start(void* adapter) {
  struct example* self = adapter;
  const struct adapter_column counter = {.name = "Counter", .type = ADAPTER_UNSIGNED_LONG};
  const struct adapter_column greeting = {.name = "Greeting", .flags = ADAPTER_WRITABLE, .max_length = 64};
  self->counter = self->host->declare(self->host->context, ADAPTER_MOUNT, &counter);
  self->host->declare(self->host->context, ADAPTER_MOUNT, &greeting);
  if (pipe(self->wake) != 0) return 1;
  return pthread_create(&self->thread, NULL, count, self);
}

static void stop(void* adapter) {
  struct example* self = adapter;
  close(self->wake[1]);
  pthread_join(self->thread, NULL);
  close(self->wake[0]);
}

static void check(void* adapter, const struct adapter_item* items, size_t count) {
  const struct adapter_host* host = ((struct example*)adapter)->host;
  for (size_t i = 0; i < count; ++i) {
    const enum adapter_status status = items[i].value.size == 0 ? ADAPTER_INVALID_VALUE : ADAPTER_DONE;
    host->reply(host->context, items[i].token, status, status == ADAPTER_DONE ? NULL : "the greeting is empty");
  }
}

static void apply(void* adapter, const struct adapter_item* items, size_t count) {
  const struct adapter_host* host = ((struct example*)adapter)->host;
  for (size_t i = 0; i < count; ++i) {
    const struct adapter_value value = {items[i].row, items[i].column, items[i].value};
    host->publish(host->context, &value, 1); /* as a device does that has accepted it */
    host->reply(host->context, items[i].token, ADAPTER_DONE, NULL);
  }
}

ADAPTER_EXPORT const struct adapter_api adapter_api_v1 = {
    .abi_version = ADAPTER_ABI_VERSION,
    .struct_size = sizeof(struct adapter_api),
    .name = "example_c",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .create = create,
    .start = start,
    .stop = stop,
    .destroy = free,
    .check = check,
    .apply = apply,
};
