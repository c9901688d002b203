import DetectionCore
import Operations

/// Reads the elements of a tensor from little-endian bytes, where they lie if type and alignment allow it.
///
/// FP16 and BF16 become Float, integers Int, both exactly.
struct RawTensor {
  let datatype: TensorDatatype
  let shape: Shape
  let bytes: UnsafeRawBufferPointer
  /// Keeps the bytes.
  let owner: AnyObject
  /// Whether someone has seen that every element is finite.
  var isKnownFinite = false

  /// Bytes that a tensor takes; `nil` if that cannot be counted.
  static func byteCount(_ datatype: TensorDatatype, _ shape: Shape) -> Int? {
    let (count, overflow) = shape.count.multipliedReportingOverflow(by: datatype.byteSize)
    return overflow ? nil : count
  }

  /// The elements; `nil` where an unsigned integer is beyond Int. The bytes are as many as the shape wants.
  func tensor() -> AnyTensor? {
    switch datatype {
    case .float64: return .float64(borrowed(Double.self) ?? read { Double(bitPattern: UInt64(littleEndian: $0)) })
    case .float32: return .float32(borrowed(Float.self) ?? read { Float(bitPattern: UInt32(littleEndian: $0)) })
    case .float16: return .float32(read { Float(Float16(bitPattern: UInt16(littleEndian: $0))) })
    case .bfloat16: return .float32(read { Float(bitPattern: UInt32(UInt16(littleEndian: $0)) << 16) })
    case .int64: return .integers(borrowed(Int.self) ?? read { Int(Int64(littleEndian: $0)) })
    case .int32: return .integers(read { Int(Int32(littleEndian: $0)) })
    case .int16: return .integers(read { Int(Int16(littleEndian: $0)) })
    case .int8: return .integers(read { Int($0 as Int8) })
    case .uint32: return .integers(read { Int(UInt32(littleEndian: $0)) })
    case .uint16: return .integers(read { Int(UInt16(littleEndian: $0)) })
    case .uint8: return .integers(read { Int($0 as UInt8) })
    case .bool: return .integers(read { ($0 as UInt8) == 0 ? 0 : 1 })
    case .uint64:
      let tensor: Tensor<UInt64> = read { UInt64(littleEndian: $0) }
      guard tensor.withElements({ $0.allSatisfy { $0 <= UInt64(Int.max) } }) else { return nil }
      return .integers(tensor.map { Int($0) })
    }
  }

  /// A view of the bytes as they lie; `nil` if they are not aligned, or this machine is big-endian.
  private func borrowed<Element: BitwiseCopyable & Sendable>(_ type: Element.Type) -> Tensor<Element>? {
    guard 1.littleEndian == 1, let start = bytes.baseAddress,
      Int(bitPattern: start).isMultiple(of: MemoryLayout<Element>.alignment)
    else { return nil }
    return Tensor(
      shape: shape, borrowing: start.assumingMemoryBound(to: Element.self), owner: owner, isKnownFinite: isKnownFinite)
  }

  private func read<Raw: BitwiseCopyable, Element: BitwiseCopyable & Sendable>(_ convert: (Raw) -> Element)
    -> Tensor<Element>
  {
    let size = MemoryLayout<Raw>.size
    return Tensor(shape: shape) { output in
      for index in 0..<output.count {
        output.initializeElement(
          at: index, to: convert(bytes.loadUnaligned(fromByteOffset: index * size, as: Raw.self)))
      }
    }
  }
}
