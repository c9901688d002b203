import COneDNN

/// A kernel of oneDNN for one input size.
///
/// `@unchecked Sendable`: it is made and run on the network thread only.
final class Layer: @unchecked Sendable {
  private let layer: OpaquePointer

  /// A convolution. Throws if the library has no fast kernel for it here.
  init(_ convolution: onednn_convolution) throws(NetworkError) {
    var convolution = convolution
    layer = try Self.made("a \(convolution.words)") { onednn_convolution_create(&convolution, $0) }
  }

  /// The maximum of windows of 3×3, two apart, as ResNet's stem has it.
  init(poolingChannels channels: Int32, height: Int32, width: Int32) throws(NetworkError) {
    layer = try Self.made("a 3×3 maximum of \(channels) channels") {
      onednn_pool_create(channels, height, width, 3, 2, 1, $0)
    }
  }

  /// Blocks of channels to rows, (H, W, C).
  init(rowsOf channels: Int32, height: Int32, width: Int32) throws(NetworkError) {
    layer = try Self.made("rows of \(channels) channels") { onednn_rows_create(channels, height, width, $0) }
  }

  deinit { onednn_layer_destroy(layer) }

  private static func made(
    _ subject: String, _ make: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
  ) throws(NetworkError) -> OpaquePointer {
    var layer: OpaquePointer?
    let status = make(&layer)
    if status == 0, let layer { return layer }
    throw NetworkError(status: status, subject)
  }

  /// The kernel's name, for logs and errors.
  var kernel: String { String(cString: onednn_layer_kernel(layer)) }
  var scratchSize: Int { onednn_layer_scratch(layer) }

  /// Whether weights packed for another layer are packed for this one.
  func sharesWeights(with other: Layer) -> Bool { onednn_layer_shares_weights(layer, other.layer) }

  /// Packs weights (out, in, k, k), whose channels are whole blocks.
  func packed(_ weights: [Float]) throws(NetworkError) -> AlignedMemory {
    let memory = AlignedMemory(onednn_layer_weights(layer))
    let status = weights.withUnsafeBufferPointer { onednn_layer_pack(layer, $0.baseAddress, memory.bytes.baseAddress) }
    guard status == 0 else { throw NetworkError(status: status, "the packing of weights") }
    return memory
  }

  func run(_ places: onednn_places) throws(NetworkError) {
    var places = places
    let status = onednn_layer_run(layer, &places)
    guard status == 0 else { throw NetworkError(status: status, "the kernel \(kernel)") }
  }
}

extension onednn_convolution {
  fileprivate var words: String {
    "\(kernel)×\(kernel) convolution of \(`in`) to \(out) channels at \(height)×\(width), stride \(stride)"
  }
}

extension NetworkError {
  /// What a status of the library says.
  fileprivate init(status: Int32, _ subject: String) {
    switch status {
    case ONEDNN_REFERENCE.status:
      self.init(.invalid, "oneDNN has no fast kernel for \(subject) on this processor")
    // dnnl_out_of_memory
    case 1: self.init(.outOfMemory, "there is no memory for \(subject)")
    default: self.init(.failed, "oneDNN cannot run \(subject) (status \(status))")
    }
  }
}

extension onednn_status {
  fileprivate var status: Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: rawValue)) }
}
