import DetectionCore

extension InputRole {
  /// The field that carries it.
  var fieldName: String {
    switch self {
    case .alpha: "alpha"
    case .anchors: "anchors"
    case .backgroundClass: "background_class"
    case .binCounts: "bin_counts"
    case .boxDeltas: "box_deltas"
    case .boxes: "boxes"
    case .cells: "cells"
    case .centerness: "centerness"
    case .classLogits: "class_logits"
    case .classWeights: "class_weights"
    case .clusters: "clusters"
    case .deltas: "deltas"
    case .featureSizes: "feature_sizes"
    case .iouThreshold: "iou_threshold"
    case .labels: "labels"
    case .levelSizes: "level_sizes"
    case .logits: "logits"
    case .modelIndices: "model_indices"
    case .momentum: "momentum"
    case .negativeThreshold: "negative_threshold"
    case .objectness: "objectness"
    case .predictions: "predictions"
    case .probabilities: "probabilities"
    case .proposalImageIndices: "proposal_image_indices"
    case .proposals: "proposals"
    case .raw: "raw"
    case .rpnBoxDeltas: "rpn_box_deltas"
    case .scoreThreshold: "score_threshold"
    case .scores: "scores"
    case .sizes: "sizes"
    case .suppression: "suppression"
    case .targetBoxes: "target_boxes"
    case .targetImageIndices: "target_image_indices"
    case .targetLabels: "target_labels"
    case .targets: "targets"
    case .weights: "weights"
    }
  }
}
