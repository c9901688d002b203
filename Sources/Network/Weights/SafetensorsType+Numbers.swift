import DetectionCore
import Files

extension SafetensorsType {
  /// Numbers from little-endian bytes, as many as the shape has; `nil` where they are no weights.
  func numbers(_ bytes: UnsafeRawBufferPointer, _ shape: Shape) -> Tensor<Float>? {
    switch self {
    case .float64: Self.read(bytes, shape) { Float(Double(bitPattern: UInt64(littleEndian: $0))) }
    case .float32: Self.read(bytes, shape) { Float(bitPattern: UInt32(littleEndian: $0)) }
    case .float16: Self.read(bytes, shape) { Float(Float16(bitPattern: UInt16(littleEndian: $0))) }
    case .bfloat16: Self.read(bytes, shape) { Float(bitPattern: UInt32(UInt16(littleEndian: $0)) << 16) }
    // Counters that training leaves.
    case .int64, .int32, .int16, .int8, .uint64, .uint32, .uint16, .uint8, .bool: nil
    }
  }

  private static func read<Raw: BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, _ shape: Shape, _ number: (Raw) -> Float
  ) -> Tensor<Float> {
    let size = MemoryLayout<Raw>.size
    return Tensor(shape: shape) { output in
      for index in 0..<output.count {
        output.initializeElement(
          at: index, to: number(bytes.loadUnaligned(fromByteOffset: index * size, as: Raw.self)))
      }
    }
  }
}
