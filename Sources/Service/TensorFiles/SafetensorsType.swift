extension TensorDatatype {
  /// Types by the names of safetensors; its 8-bit floats and the smaller ones are not among them.
  static let bySafetensorsName: [String: TensorDatatype] = [
    "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "I64": .int64, "I32": .int32, "I16": .int16,
    "I8": .int8, "U64": .uint64, "U32": .uint32, "U16": .uint16, "U8": .uint8, "BOOL": .bool,
  ]

  private static let safetensorsNames = Dictionary(uniqueKeysWithValues: bySafetensorsName.map { ($1, $0) })

  /// The type's name in a safetensors file.
  var safetensorsName: String { Self.safetensorsNames[self] ?? rawValue }
}
