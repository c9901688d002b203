/// The convolutions of a head, which all levels share: each with its rectification, the last without.
struct Subnet: Sendable {
  let convolutions: [Convolution]
  /// Group normalisations behind them; none in torchvision's first version.
  let norms: [GroupNorm]
  let last: Convolution
  /// Numbers of a row: classes, or 4.
  let rowWidth: Int
}

/// Normalisation over groups of channels: Wu and He 2018.
struct GroupNorm: Sendable {
  let groups: Int
  let epsilon: Double
  /// One a channel, in whole blocks.
  let scale: AlignedMemory
  let shift: AlignedMemory
}
