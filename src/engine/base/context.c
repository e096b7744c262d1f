#include "base/context.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mt_ctx {
  mt_ctx_options options;
  char message[256];
};

static void *system_allocate(size_t bytes, void *payload) {
  (void)payload;
  return malloc(bytes);
}

static void system_release(void *memory, void *payload) {
  (void)payload;
  free(memory);
}

void mt_ctx_options_init(mt_ctx_options *options) {
  memset(options, 0, sizeof(*options));
  options->struct_size = sizeof(*options);
}

mt_status mt_ctx_create(const mt_ctx_options *options, mt_ctx **out) {
  mt_ctx_options chosen;
  mt_ctx *ctx;

  if (out == NULL) {
    return MT_ERROR_NULL;
  }
  *out = NULL;
  mt_ctx_options_init(&chosen);
  if (options != NULL) {
    if (options->struct_size < sizeof(size_t) || options->struct_size > sizeof(chosen)) {
      return MT_ERROR_STRUCT;
    }
    memcpy(&chosen, options, options->struct_size);
    chosen.struct_size = sizeof(chosen);
  }
  if ((chosen.allocate == NULL) != (chosen.release == NULL)) {
    return MT_ERROR_VALUE;
  }
  if (chosen.allocate == NULL) {
    chosen.allocate = system_allocate;
    chosen.release = system_release;
  }
  ctx = chosen.allocate(sizeof(*ctx), chosen.payload);
  if (ctx == NULL) {
    return MT_ERROR_MEMORY;
  }
  ctx->options = chosen;
  ctx->message[0] = '\0';
  *out = ctx;
  return MT_OK;
}

void mt_ctx_destroy(mt_ctx *ctx) {
  if (ctx != NULL) {
    ctx->options.release(ctx, ctx->options.payload);
  }
}

mt_status mt_i_ctx_keep(const mt_ctx *ctx, mt_ctx **out) {
  mt_ctx_options options;

  *out = NULL;
  if (ctx == NULL) {
    return MT_OK;
  }
  mt_ctx_options_init(&options);
  options.allocate = ctx->options.allocate;
  options.release = ctx->options.release;
  options.payload = ctx->options.payload;
  return mt_ctx_create(&options, out);
}

const char *mt_ctx_message(const mt_ctx *ctx) { return ctx == NULL ? "" : ctx->message; }

void *mt_i_allocate(mt_ctx *ctx, int64_t count, size_t size) {
  void *memory = NULL;
  size_t bytes;

  if (count < 0 || (count > 0 && (uint64_t)count > SIZE_MAX / size)) {
    mt_i_fail(ctx, MT_ERROR_MEMORY, "a request for %lld elements of %lld bytes overflows",
              (long long)count, (long long)size);
    return NULL;
  }
  bytes = (size_t)count * size;
  if (bytes == 0) {
    bytes = 1;
  }
  memory =
      ctx == NULL ? malloc(bytes) : ctx->options.allocate(bytes, ctx->options.payload);
  if (memory == NULL) {
    mt_i_fail(ctx, MT_ERROR_MEMORY, "out of memory: %lld bytes were asked for",
              (long long)bytes);
    return NULL;
  }
  memset(memory, 0, bytes);
  return memory;
}

void mt_i_release(mt_ctx *ctx, void *memory) {
  if (memory == NULL) {
    return;
  }
  if (ctx == NULL) {
    free(memory);
  } else {
    ctx->options.release(memory, ctx->options.payload);
  }
}

mt_status mt_i_fail(mt_ctx *ctx, mt_status status, const char *format, ...) {
  va_list arguments;

  if (ctx != NULL) {
    va_start(arguments, format);
    vsnprintf(ctx->message, sizeof(ctx->message), format, arguments);
    va_end(arguments);
  }
  return status;
}

int mt_i_cancelled(mt_ctx *ctx, double done) {
  if (ctx == NULL) {
    return 0;
  }
  if (ctx->options.progress != NULL) {
    ctx->options.progress(done, ctx->options.payload);
  }
  if (ctx->options.cancel != NULL && ctx->options.cancel(ctx->options.payload)) {
    mt_i_fail(ctx, MT_ERROR_CANCELLED, "cancelled by the caller");
    return 1;
  }
  return 0;
}

void mt_i_give(void *to, const void *from) {
  size_t size;

  /* The size itself is not touched: of an array's first struct other threads read it, to
   * know where their own lies. */
  memcpy(&size, to, sizeof(size));
  memcpy((char *)to + sizeof(size), (const char *)from + sizeof(size),
         size - sizeof(size));
}
