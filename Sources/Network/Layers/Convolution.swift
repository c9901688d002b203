import COneDNN

/// A convolution of a network: its folded weights, packed for the kernels that have asked for them.
///
/// `@unchecked Sendable`: after it has been made, it is used on the network thread only.
final class Convolution: @unchecked Sendable {
  let shape: ConvolutionShape
  /// One a channel, in whole blocks.
  let bias: AlignedMemory
  private let source: ConvolutionSource
  private var packings: [(layer: Layer, weights: AlignedMemory)] = []

  /// Makes sure that the file has what is needed; weights are folded when they are packed.
  init(_ source: ConvolutionSource) throws(NetworkError) {
    self.source = source
    shape = source.shape
    bias = AlignedMemory(try source.checked())
  }

  /// The weights as a layer wants them.
  func weights(for layer: Layer) throws(NetworkError) -> AlignedMemory {
    if let known = packings.first(where: { $0.layer.sharesWeights(with: layer) }) { return known.weights }
    let weights = try layer.packed(try source.folded())
    packings.append((layer, weights))
    return weights
  }

  /// Bytes that the weights take.
  var byteCount: Int { packings.reduce(bias.bytes.count) { $0 + $1.weights.bytes.count } }
}
