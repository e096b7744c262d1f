/* The context as the engine sees it: memory, messages, cancelling and progress. */
#ifndef MT_BASE_CONTEXT_H
#define MT_BASE_CONTEXT_H

#include <muscletwin.h>
#include <stddef.h>
#include <stdint.h>

/* Room for count elements of `size` bytes, zeroed; NULL and a message when count x size
 * overflows or memory runs out. count 0 gives a pointer that may be released. */
void *mt_i_allocate(mt_ctx *ctx, int64_t count, size_t size);
void mt_i_release(mt_ctx *ctx, void *memory);

/* A context with the same memory functions and nothing else, for a handle that lives on
 * after the call that made it; NULL for NULL. */
mt_status mt_i_ctx_keep(const mt_ctx *ctx, mt_ctx **out);

/* Leaves `status` with a message made as by printf in the context and returns it. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
mt_status
mt_i_fail(mt_ctx *ctx, mt_status status, const char *format, ...);

/* True when the caller wants the call to stop; tells it the share done on the way. Only
 * ever called on the thread that made the call. */
int mt_i_cancelled(mt_ctx *ctx, double done);

/* Copies a struct of this version over a caller's, of this one or an older and shorter one,
 * which says how long it is and goes on saying so. */
void mt_i_give(void *to, const void *from);

/* Returns a failure to the caller as it is. */
#define MT_I_TRY(expression)               \
  do {                                     \
    const mt_status tried_ = (expression); \
    if (tried_ < 0) {                      \
      return tried_;                       \
    }                                      \
  } while (0)

/* The same where things must be released first: needs `mt_status status` and a label. */
#define MT_I_TRY_OR_CLEAN_UP(expression) \
  do {                                   \
    status = (expression);               \
    if (status < 0) {                    \
      goto cleanup;                      \
    }                                    \
  } while (0)

#endif
