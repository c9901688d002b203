import DetectionCore
import Foundation

/// A .safetensors file: the header's length as a little-endian u64, the header as JSON, then the tensors.
struct SafeTensors {
  private let data: [UInt8]
  private let header: JSONNode
  private let start: Int

  init(contentsOf url: URL) throws {
    data = [UInt8](try Data(contentsOf: url))
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    header = try JSONNode(bytes: Array(data[8..<8 + length]))
    start = 8 + length
  }

  /// A tensor of F32, in a precision.
  func tensor<S: Scalar>(_ name: String) throws -> Tensor<S> {
    guard let entry = header[name], entry["dtype"]?.string == "F32",
      let shape = Shape((entry["shape"]?.numbers ?? []).map { Int($0) }),
      let offsets = entry["data_offsets"]?.numbers, offsets.count == 2
    else { throw MissingField(name: name) }
    let bytes = data[start + Int(offsets[0])..<start + Int(offsets[1])]
    return bytes.withUnsafeBytes { bytes in
      Tensor(shape: shape) { output in
        for i in 0..<shape.count {
          let bits = bytes.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)
          output.initializeElement(at: i, to: S(Float(bitPattern: UInt32(littleEndian: bits))))
        }
      }
    }
  }
}

/// A field that a file beside the tests does not have.
struct MissingField: Error {
  let name: String
}
