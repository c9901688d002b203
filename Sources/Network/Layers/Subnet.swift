/// The convolutions of a head, which all levels share: each with its rectification, the last without.
struct Subnet: Sendable {
  let convolutions: [Convolution]
  /// Group normalisations behind them; none in torchvision's first version.
  let norms: [GroupNorm]
  let last: Convolution
  /// Numbers of a row: classes, or 4.
  let rowWidth: Int
}
