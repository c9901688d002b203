import COneDNN

/// A convolution's extents.
struct ConvolutionShape: Sendable, Equatable {
  let input: Int
  let output: Int
  let kernel: Int
  var stride = 1
  /// Whether it reads a picture, three planes one after the other.
  var readsPicture = false
  /// As many as keep the size at stride 1.
  var padding: Int { kernel / 2 }

  /// Channels in whole blocks.
  static func blocks(_ channels: Int) -> Int {
    let block = Int(onednn_block())
    return (channels + block - 1) / block * block
  }

  var paddedInput: Int { readsPicture ? input : Self.blocks(input) }
  var paddedOutput: Int { Self.blocks(output) }

  /// A side of the output.
  func extent(_ side: Int) -> Int { (side + 2 * padding - kernel) / stride + 1 }
}
