/// What a network can be asked.
package enum NetworkVerb: String, Sendable, CaseIterable {
  /// Boxes with scores and labels.
  case detect
  /// Logits and deltas of every anchor.
  case heads
  /// The training loss of the heads against objects.
  case loss

  /// The operation that takes the heads; its declaration says which parameters there are.
  package var operation: Operation? {
    switch self {
    case .detect: Registry.named("detections.retinanet")
    case .heads: nil
    case .loss: Registry.named("losses.retinanet")
    }
  }

  /// Fields of that operation that the network and the picture say.
  static let determined: Set<String> = [
    "class_logits", "box_deltas", "anchors", "image_size", "padded_size", "feature_sizes", "strides", "anchor_sizes",
    "aspect_ratios", "anchor_order", "round_anchors", "anchor_offset", "original_size", "scale", "pad",
    "target_image_indices",
  ]

  /// Of those, and of the rest, what a network's file may say.
  static let described = [
    "strides", "anchor_sizes", "aspect_ratios", "anchor_order", "round_anchors", "anchor_offset", "box_weights",
    "score_threshold",
    "top_k", "iou_threshold", "max_detections",
  ]

  /// The names of the fields that a request may give, beside `image`.
  package var fieldNames: [String] {
    operation?.declaration.fieldNames.filter { !Self.determined.contains($0) } ?? []
  }
}
