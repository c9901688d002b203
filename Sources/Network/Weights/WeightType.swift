/// An element type of weights, by its name in safetensors files.
enum WeightType: String {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  // Counters that training leaves: no weights.
  case int64 = "I64"
  case int32 = "I32"
  case uint8 = "U8"
  case bool = "BOOL"

  var byteSize: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16: 2
    case .uint8, .bool: 1
    }
  }

  /// Numbers from little-endian bytes; `nil` where they are no weights.
  func numbers(_ bytes: UnsafeRawBufferPointer) -> [Float]? {
    switch self {
    case .float64: Self.read(bytes) { Float(Double(bitPattern: UInt64(littleEndian: $0))) }
    case .float32: Self.read(bytes) { Float(bitPattern: UInt32(littleEndian: $0)) }
    case .float16: Self.read(bytes) { Float(Float16(bitPattern: UInt16(littleEndian: $0))) }
    case .bfloat16: Self.read(bytes) { Float(bitPattern: UInt32(UInt16(littleEndian: $0)) << 16) }
    case .int64, .int32, .uint8, .bool: nil
    }
  }

  private static func read<Raw: BitwiseCopyable>(_ bytes: UnsafeRawBufferPointer, _ number: (Raw) -> Float) -> [Float] {
    let size = MemoryLayout<Raw>.size
    return [Float](unsafeUninitializedCapacity: bytes.count / size) { output, count in
      for index in 0..<bytes.count / size {
        output.initializeElement(
          at: index, to: number(bytes.loadUnaligned(fromByteOffset: index * size, as: Raw.self)))
      }
      count = bytes.count / size
    }
  }
}
