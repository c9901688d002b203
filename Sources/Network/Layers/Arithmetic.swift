/// How the convolutions of a network are computed.
enum Arithmetic: Sendable {
  case direct
  case winograd
  /// Weights and maps in bfloat16, sums in float32; the stem, normalisation of groups and the heads' numbers are float32.
  case bfloat16

  init(_ method: Network.ConvolutionMethod, _ precision: Network.Precision) {
    switch (precision, method) {
    case (.bfloat16, _): self = .bfloat16
    case (.float32, .winograd): self = .winograd
    case (.float32, .direct): self = .direct
    }
  }
}
