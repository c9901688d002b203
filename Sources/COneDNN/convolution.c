#include "layer.h"

static int out_extent(int32_t extent, const onednn_convolution *convolution) {
  return (extent + 2 * convolution->padding - convolution->kernel) / convolution->stride + 1;
}

static bool is_sane(const onednn_convolution *convolution) {
  const int32_t most = 1 << 20, block = onednn_block();
  return convolution->in > 0 && convolution->in <= most && convolution->out > 0 && convolution->out <= most &&
         convolution->height > 0 && convolution->height <= most && convolution->width > 0 &&
         convolution->width <= most && convolution->kernel > 0 && convolution->kernel <= 64 &&
         convolution->stride > 0 && convolution->stride <= 64 && convolution->padding >= 0 &&
         convolution->padding <= 64 && convolution->out % block == 0 &&
         (convolution->in == 3 || convolution->in % block == 0) &&
         convolution->height + 2 * convolution->padding >= convolution->kernel &&
         convolution->width + 2 * convolution->padding >= convolution->kernel;
}

static dnnl_status_t add_post_operations(dnnl_primitive_attr_t attributes, const onednn_convolution *convolution) {
  dnnl_post_ops_t operations;
  dnnl_status_t status = dnnl_post_ops_create(&operations);
  if (status != dnnl_success) return status;
  if (convolution->adds) status = dnnl_post_ops_append_sum(operations, 1);
  if (status == dnnl_success && convolution->rectifies) {
    status = dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_relu, 0, 0);
  }
  if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
  dnnl_post_ops_destroy(operations);
  return status;
}

typedef struct {
  dnnl_memory_desc_t source, weights, plain, bias, destination;
} descriptors;

static dnnl_status_t describe(const onednn_convolution *convolution, descriptors *all) {
  const dnnl_dims_t source = {1, convolution->in, convolution->height, convolution->width};
  const dnnl_dims_t weights = {convolution->out, convolution->in, convolution->kernel, convolution->kernel};
  const dnnl_dims_t bias = {convolution->out};
  const dnnl_dims_t destination = {1, convolution->out, out_extent(convolution->height, convolution),
                                   out_extent(convolution->width, convolution)};
  const dnnl_format_tag_t blocks = library_blocks();
  const dnnl_data_type_t from = convolution->reads_bfloat16 ? dnnl_bf16 : dnnl_f32;
  const dnnl_data_type_t to = convolution->writes_bfloat16 ? dnnl_bf16 : dnnl_f32;
  dnnl_status_t status =
      dnnl_memory_desc_init_by_tag(&all->source, 4, source, from, convolution->in == 3 ? dnnl_nchw : blocks);
  if (status == dnnl_success) {
    status = dnnl_memory_desc_init_by_tag(&all->weights, 4, weights, from, dnnl_format_tag_any);
  }
  if (status == dnnl_success) status = dnnl_memory_desc_init_by_tag(&all->plain, 4, weights, dnnl_f32, dnnl_oihw);
  if (status == dnnl_success) status = dnnl_memory_desc_init_by_tag(&all->bias, 1, bias, dnnl_f32, dnnl_x);
  if (status == dnnl_success) {
    status = dnnl_memory_desc_init_by_tag(&all->destination, 4, destination, to, blocks);
  }
  return status;
}

static dnnl_status_t choose(const onednn_convolution *convolution, dnnl_alg_kind_t algorithm, const descriptors *all,
                            dnnl_primitive_desc_t *result) {
  const dnnl_dims_t strides = {convolution->stride, convolution->stride};
  const dnnl_dims_t padding = {convolution->padding, convolution->padding};
  dnnl_engine_t engine;
  dnnl_primitive_attr_t attributes;
  dnnl_convolution_desc_t descriptor;
  dnnl_status_t status = library_start(&engine, NULL);
  if (status == dnnl_success) status = layer_attributes(&attributes);
  if (status != dnnl_success) return status;
  status = add_post_operations(attributes, convolution);
  if (status == dnnl_success) {
    status = dnnl_convolution_forward_desc_init(&descriptor, dnnl_forward_inference, algorithm, &all->source,
                                                &all->weights, &all->bias, &all->destination, strides, padding,
                                                padding);
  }
  if (status == dnnl_success) status = dnnl_primitive_desc_create(result, &descriptor, attributes, engine, NULL);
  dnnl_primitive_attr_destroy(attributes);
  return status;
}

int onednn_convolution_create(const onednn_convolution *convolution, onednn_layer **layer) {
  *layer = NULL;
  if (!is_sane(convolution)) return ONEDNN_RANGE;
  descriptors all;
  dnnl_primitive_desc_t descriptor = NULL;
  dnnl_status_t status = describe(convolution, &all);
  if (status != dnnl_success) return status;
  status = dnnl_unimplemented;
  // The library's own wants AVX-512.
  if (convolution->winograd && convolution->kernel == 3 && convolution->stride == 1) {
    status = choose(convolution, dnnl_convolution_winograd, &all, &descriptor);
    if (status != dnnl_success && winograd_has(convolution)) return layer_create_own(winograd_of(convolution), layer);
  }
  if (status != dnnl_success) status = choose(convolution, dnnl_convolution_direct, &all, &descriptor);
  if (status != dnnl_success) return status;
  int made = layer_create(descriptor, true, layer);
  if (*layer) (*layer)->plain = all.plain;
  return made;
}

int onednn_layer_pack(const onednn_layer *layer, const float *weights, void *packed) {
  if (layer->is_own) {
    winograd_pack(&layer->own, weights, packed);
    return ONEDNN_OK;
  }
  dnnl_engine_t engine;
  dnnl_primitive_desc_t descriptor;
  dnnl_status_t status = library_start(&engine, NULL);
  if (status == dnnl_success) {
    status = dnnl_reorder_primitive_desc_create(&descriptor, &layer->plain, engine, &layer->weights, engine, NULL);
  }
  if (status != dnnl_success) return status;
  dnnl_primitive_t primitive = NULL;
  dnnl_memory_t from = NULL, to = NULL;
  dnnl_stream_t stream = NULL;
  status = dnnl_primitive_create(&primitive, descriptor);
  dnnl_primitive_desc_destroy(descriptor);
  if (status == dnnl_success) status = dnnl_memory_create(&from, &layer->plain, engine, (void *)weights);
  if (status == dnnl_success) status = dnnl_memory_create(&to, &layer->weights, engine, packed);
  // A stream of its own: weights are packed beside a network that runs.
  if (status == dnnl_success) status = dnnl_stream_create(&stream, engine, dnnl_stream_default_flags);
  if (status == dnnl_success) {
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
    status = dnnl_primitive_execute(primitive, stream, 2, arguments);
  }
  if (status == dnnl_success) status = dnnl_stream_wait(stream);
  if (stream) dnnl_stream_destroy(stream);
  if (from) dnnl_memory_destroy(from);
  if (to) dnnl_memory_destroy(to);
  if (primitive) dnnl_primitive_destroy(primitive);
  return status;
}
