/// A step of a network's way from the picture to the heads.
struct Step: Sendable {
  /// What is measured together.
  package enum Stage: Int, Sendable, CaseIterable {
    /// Backbone and pyramid.
    case backbone
    /// Subnets.
    case heads
  }

  enum Work: Sendable {
    case convolution(Layer, weights: AlignedMemory, bias: AlignedMemory)
    /// A layer without weights.
    case layer(Layer)
    case rectification(MapNumbers, count: Int)
    /// Float32 to bfloat16.
    case narrowing(count: Int)
    case upsampling(from: FeatureMap, to: FeatureMap)
    /// In place.
    case groupNorm(GroupNorm, FeatureMap, channels: Int)

    /// Bytes of scratch memory that it needs.
    var scratchSize: Int {
      switch self {
      case .convolution(let layer, _, _), .layer(let layer): layer.scratchSize
      case .rectification, .narrowing, .upsampling, .groupNorm: 0
      }
    }
  }

  let work: Work
  let from: Place
  let to: Place
  let stage: Stage
}
