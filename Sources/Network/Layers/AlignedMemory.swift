/// Memory that begins at a cache line, as the kernels like it; all 0 at first.
///
/// `@unchecked Sendable`: one thread writes to it before it is shared, or it is used on the network thread alone.
final class AlignedMemory: @unchecked Sendable {
  let bytes: UnsafeMutableRawBufferPointer

  init(_ count: Int) {
    bytes = .allocate(byteCount: max(count, 64), alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  /// A copy of numbers.
  convenience init(_ numbers: [Float]) {
    self.init(numbers.count * MemoryLayout<Float>.stride)
    numbers.withUnsafeBytes { bytes.copyMemory(from: $0) }
  }

  deinit { bytes.deallocate() }

  /// The first byte; memory of at least one byte always has an address.
  var start: UnsafeMutableRawPointer { bytes.baseAddress.unsafelyUnwrapped }

  /// The first number.
  var floats: UnsafeMutablePointer<Float> { start.assumingMemoryBound(to: Float.self) }
}
