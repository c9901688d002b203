#include "layer.h"

static int32_t rounded_up(int32_t channels) {
  const int32_t block = onednn_block();
  return (channels + block - 1) / block * block;
}

static bool is_map(int32_t channels, int32_t height, int32_t width) {
  const int32_t most = 1 << 20;
  return channels > 0 && channels <= most && height > 0 && height <= most && width > 0 && width <= most;
}

int onednn_pool_create(int32_t channels, int32_t height, int32_t width, int32_t size, int32_t stride,
                       int32_t padding, onednn_layer **layer) {
  *layer = NULL;
  if (!is_map(channels, height, width) || channels != rounded_up(channels) || size < 1 || stride < 1 || padding < 0 ||
      padding >= size || height + 2 * padding < size || width + 2 * padding < size) {
    return ONEDNN_RANGE;
  }
  const int32_t rows = (height + 2 * padding - size) / stride + 1, columns = (width + 2 * padding - size) / stride + 1;
  const dnnl_dims_t from = {1, channels, height, width}, to = {1, channels, rows, columns};
  const dnnl_dims_t kernel = {size, size}, strides = {stride, stride};
  // What the last window needs beyond the map; less than nothing is nothing.
  const dnnl_dims_t before = {padding, padding};
  const dnnl_dims_t after = {(rows - 1) * stride + size - height - padding,
                             (columns - 1) * stride + size - width - padding};
  dnnl_memory_desc_t source, destination;
  dnnl_pooling_desc_t pooling;
  dnnl_primitive_attr_t attributes;
  dnnl_primitive_desc_t descriptor;
  dnnl_engine_t engine;
  dnnl_status_t status = library_start(&engine, NULL);
  if (status == dnnl_success) status = dnnl_memory_desc_init_by_tag(&source, 4, from, dnnl_f32, library_blocks());
  if (status == dnnl_success) status = dnnl_memory_desc_init_by_tag(&destination, 4, to, dnnl_f32, library_blocks());
  if (status == dnnl_success) {
    status = dnnl_pooling_forward_desc_init(&pooling, dnnl_forward_inference, dnnl_pooling_max, &source, &destination,
                                            strides, kernel, before, after);
  }
  if (status == dnnl_success) status = layer_attributes(&attributes);
  if (status != dnnl_success) return status;
  status = dnnl_primitive_desc_create(&descriptor, &pooling, attributes, engine, NULL);
  dnnl_primitive_attr_destroy(attributes);
  return status == dnnl_success ? layer_create(descriptor, false, layer) : (int)status;
}

int onednn_rows_create(int32_t channels, int32_t height, int32_t width, onednn_layer **layer) {
  *layer = NULL;
  if (!is_map(channels, height, width)) return ONEDNN_RANGE;
  // Blocks that the channels do not fill lie as whole ones do.
  const dnnl_dims_t map = {1, channels, height, width};
  dnnl_memory_desc_t source, destination;
  dnnl_primitive_attr_t attributes;
  dnnl_primitive_desc_t descriptor;
  dnnl_engine_t engine;
  dnnl_status_t status = library_start(&engine, NULL);
  if (status == dnnl_success) status = dnnl_memory_desc_init_by_tag(&source, 4, map, dnnl_f32, library_blocks());
  if (status == dnnl_success) status = dnnl_memory_desc_init_by_tag(&destination, 4, map, dnnl_f32, dnnl_nhwc);
  if (status == dnnl_success) status = layer_attributes(&attributes);
  if (status != dnnl_success) return status;
  status = dnnl_reorder_primitive_desc_create(&descriptor, &source, engine, &destination, engine, attributes);
  dnnl_primitive_attr_destroy(attributes);
  return status == dnnl_success ? layer_create(descriptor, false, layer) : (int)status;
}
