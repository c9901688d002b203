// A layer: a primitive and its memories, in the order of the arguments that the primitive takes.
#ifndef FOCALD_ONEDNN_LAYER_H
#define FOCALD_ONEDNN_LAYER_H

#include "winograd.h"

enum { LAYER_SOURCE, LAYER_DESTINATION, LAYER_WEIGHTS, LAYER_BIAS, LAYER_SCRATCH, LAYER_ARGUMENTS };

struct onednn_layer {
  dnnl_primitive_t primitive;
  dnnl_memory_t memories[LAYER_ARGUMENTS];
  dnnl_memory_desc_t weights;
  /// The weights as they come.
  dnnl_memory_desc_t plain;
  size_t scratch;
  /// Instead of a primitive: this shim's own kernel.
  bool is_own;
  winograd own;
  char kernel[96];
};

/// Attributes of all layers: the scratch memory is the caller's.
dnnl_status_t layer_attributes(dnnl_primitive_attr_t *);

/// Makes the layer of a descriptor, which it destroys. Refuses a reference kernel.
int layer_create(dnnl_primitive_desc_t, bool has_weights, onednn_layer **);

/// Makes a layer without the library.
int layer_create_own(winograd, onednn_layer **);

#endif
