// What the shim's files share.
#ifndef FOCALD_ONEDNN_LIBRARY_H
#define FOCALD_ONEDNN_LIBRARY_H

#include <dnnl.h>

#include "include/onednn.h"

#if DNNL_VERSION_MAJOR != 2
#error "this shim is written for oneDNN 2 (Debian 12: libdnnl-dev 2.6)"
#endif

/// The library's engine and stream, made once.
dnnl_status_t library_start(dnnl_engine_t *, dnnl_stream_t *);

/// Threads that may be used: as `onednn_use_threads` has said last.
int32_t library_threads(void);

/// How activations lie.
dnnl_format_tag_t library_blocks(void);

#endif
