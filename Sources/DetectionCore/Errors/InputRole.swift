/// What an input or a parameter is to a computation.
public enum InputRole: Sendable, CaseIterable {
  case alpha
  case anchors
  case backgroundClass
  case binCounts
  case boxDeltas
  case boxDistributions
  case boxes
  case cells
  case centerness
  case classLogits
  case classWeights
  case clusters
  case deltas
  case featureSizes
  case heatmap
  case heatmapLogits
  case ignoredBoxes
  case ignoredImageIndices
  case iouThreshold
  case labels
  case levelSizes
  case logits
  case modelIndices
  case momentum
  case negativeThreshold
  case objectness
  case offsets
  case positiveWeight
  case predictions
  case probabilities
  case proposalImageIndices
  case proposals
  /// The outputs of a network before its boxes are decoded.
  case raw
  case rpnBoxDeltas
  case scoreThreshold
  case scores
  case sizes
  case suppression
  case targetBoxes
  case targetImageIndices
  case targetLabels
  case targetProbabilities
  case targets
  case weights
}
