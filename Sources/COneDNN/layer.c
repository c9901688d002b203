#include "layer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dnnl_status_t layer_attributes(dnnl_primitive_attr_t *attributes) {
  dnnl_status_t status = dnnl_primitive_attr_create(attributes);
  if (status != dnnl_success) return status;
  status = dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
  if (status != dnnl_success) dnnl_primitive_attr_destroy(*attributes);
  return status;
}

static int add_memory(onednn_layer *layer, int place, const dnnl_memory_desc_t *descriptor, dnnl_engine_t engine) {
  if (!descriptor || dnnl_memory_desc_get_size(descriptor) == 0) return ONEDNN_OK;
  return dnnl_memory_create(&layer->memories[place], descriptor, engine, DNNL_MEMORY_NONE);
}

static int add_memories(onednn_layer *layer, dnnl_primitive_desc_t descriptor, bool has_weights) {
  static const dnnl_query_t queries[] = {
      [LAYER_SOURCE] = dnnl_query_src_md,    [LAYER_DESTINATION] = dnnl_query_dst_md,
      [LAYER_WEIGHTS] = dnnl_query_weights_md, [LAYER_BIAS] = dnnl_query_weights_md,
      [LAYER_SCRATCH] = dnnl_query_scratchpad_md,
  };
  dnnl_engine_t engine;
  int status = library_start(&engine, NULL);
  for (int place = 0; place < LAYER_ARGUMENTS && status == ONEDNN_OK; place++) {
    if (!has_weights && (place == LAYER_WEIGHTS || place == LAYER_BIAS)) continue;
    const dnnl_memory_desc_t *memory =
        dnnl_primitive_desc_query_md(descriptor, queries[place], place == LAYER_BIAS ? 1 : 0);
    if (place == LAYER_WEIGHTS && memory) layer->weights = *memory;
    if (place == LAYER_SCRATCH && memory) layer->scratch = dnnl_memory_desc_get_size(memory);
    status = add_memory(layer, place, memory, engine);
  }
  return status;
}

int layer_create(dnnl_primitive_desc_t descriptor, bool has_weights, onednn_layer **result) {
  const char *kernel = NULL;
  dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &kernel);
  onednn_layer *layer = calloc(1, sizeof(*layer));
  int status = layer ? ONEDNN_OK : dnnl_out_of_memory;
  if (layer) snprintf(layer->kernel, sizeof(layer->kernel), "%s", kernel ? kernel : "unknown");
  if (status == ONEDNN_OK && strstr(layer->kernel, "ref")) status = ONEDNN_REFERENCE;
  if (status == ONEDNN_OK) status = dnnl_primitive_create(&layer->primitive, descriptor);
  if (status == ONEDNN_OK) status = add_memories(layer, descriptor, has_weights);
  dnnl_primitive_desc_destroy(descriptor);
  if (status != ONEDNN_OK && layer) {
    onednn_layer_destroy(layer);
    layer = NULL;
  }
  *result = layer;
  return status;
}

int layer_create_own(winograd own, onednn_layer **result) {
  onednn_layer *layer = *result = calloc(1, sizeof(*layer));
  if (!layer) return dnnl_out_of_memory;
  layer->is_own = true;
  layer->own = own;
  layer->scratch = winograd_scratch(&own);
  snprintf(layer->kernel, sizeof(layer->kernel), "focald_wino_4x3:avx2");
  return ONEDNN_OK;
}

void onednn_layer_destroy(onednn_layer *layer) {
  if (!layer) return;
  for (int place = 0; place < LAYER_ARGUMENTS; place++) {
    if (layer->memories[place]) dnnl_memory_destroy(layer->memories[place]);
  }
  if (layer->primitive) dnnl_primitive_destroy(layer->primitive);
  free(layer);
}

const char *onednn_layer_kernel(const onednn_layer *layer) { return layer->kernel; }

size_t onednn_layer_scratch(const onednn_layer *layer) { return layer->scratch; }

size_t onednn_layer_weights(const onednn_layer *layer) {
  return layer->is_own ? winograd_weights(&layer->own) : dnnl_memory_desc_get_size(&layer->weights);
}

bool onednn_layer_shares_weights(const onednn_layer *one, const onednn_layer *other) {
  if (one->is_own != other->is_own) return false;
  if (one->is_own) return one->own.in == other->own.in && one->own.out == other->own.out;
  return dnnl_memory_desc_equal(&one->weights, &other->weights);
}

int onednn_layer_run(onednn_layer *layer, const onednn_places *places) {
  if (layer->is_own) {
    if (!places->source || !places->weights || !places->bias || !places->destination || !places->scratch) return ONEDNN_RANGE;
    winograd_run(&layer->own, places);
    return ONEDNN_OK;
  }
  dnnl_stream_t stream;
  int status = library_start(NULL, &stream);
  void *pointers[LAYER_ARGUMENTS] = {
      [LAYER_SOURCE] = (void *)places->source,   [LAYER_DESTINATION] = places->destination,
      [LAYER_WEIGHTS] = (void *)places->weights, [LAYER_BIAS] = (void *)places->bias,
      [LAYER_SCRATCH] = places->scratch,
  };
  static const int names[LAYER_ARGUMENTS] = {
      [LAYER_SOURCE] = DNNL_ARG_SRC,      [LAYER_DESTINATION] = DNNL_ARG_DST, [LAYER_WEIGHTS] = DNNL_ARG_WEIGHTS,
      [LAYER_BIAS] = DNNL_ARG_BIAS,       [LAYER_SCRATCH] = DNNL_ARG_SCRATCHPAD,
  };
  dnnl_exec_arg_t arguments[LAYER_ARGUMENTS];
  int count = 0;
  for (int place = 0; place < LAYER_ARGUMENTS && status == ONEDNN_OK; place++) {
    if (!layer->memories[place]) continue;
    if (!pointers[place]) return ONEDNN_RANGE;
    status = dnnl_memory_set_data_handle(layer->memories[place], pointers[place]);
    arguments[count++] = (dnnl_exec_arg_t){names[place], layer->memories[place]};
  }
  if (status == ONEDNN_OK) status = dnnl_primitive_execute(layer->primitive, stream, count, arguments);
  if (status == ONEDNN_OK) status = dnnl_stream_wait(stream);
  return status;
}
