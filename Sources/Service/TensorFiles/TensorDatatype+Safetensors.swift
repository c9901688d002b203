import Files

extension TensorDatatype {
  /// A type of safetensors.
  init(_ type: SafetensorsType) {
    self =
      switch type {
      case .float64: .float64
      case .float32: .float32
      case .float16: .float16
      case .bfloat16: .bfloat16
      case .int64: .int64
      case .int32: .int32
      case .int16: .int16
      case .int8: .int8
      case .uint64: .uint64
      case .uint32: .uint32
      case .uint16: .uint16
      case .uint8: .uint8
      case .bool: .bool
      }
  }

  private static let safetensorsNames = Dictionary(
    uniqueKeysWithValues: SafetensorsType.allCases.map { (TensorDatatype($0), $0.rawValue) })

  /// The type's name in a safetensors file.
  var safetensorsName: String { Self.safetensorsNames[self] ?? rawValue }
}
