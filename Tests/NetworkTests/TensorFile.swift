import DetectionCore
import Foundation
import HTTPMessages
import JSON
import XCTest

/// A safetensors file of a test.
struct TensorFile {
  let header: JSONObject
  private let data: Data

  init(_ url: URL) throws {
    let bytes = try Data(contentsOf: url)
    let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
    header = try XCTUnwrap(JSONReader.read(String(decoding: bytes[8..<8 + length], as: UTF8.self)).object)
    data = Data(bytes[(8 + length)...])
  }

  /// A tensor of doubles or floats.
  func doubles(_ name: String) throws -> [Double] {
    let entry = try XCTUnwrap(header[name])
    let offsets = try XCTUnwrap(entry["data_offsets"]?.numberList).map { Int($0) }
    let isWide = entry["dtype"]?.text == "F64"
    return data.withUnsafeBytes { bytes in
      stride(from: offsets[0], to: offsets[1], by: isWide ? 8 : 4).map { offset in
        isWide
          ? bytes.loadUnaligned(fromByteOffset: offset, as: Double.self)
          : Double(bytes.loadUnaligned(fromByteOffset: offset, as: Float.self))
      }
    }
  }

  /// A tensor of floats with its shape.
  func floats(_ name: String) throws -> Tensor<Float> {
    let extents = try XCTUnwrap(header[name]?["shape"]?.numberList).map { Int($0) }
    return try XCTUnwrap(
      Tensor(shape: XCTUnwrap(Shape(extents)), elements: doubles(name).map { Float($0) }))
  }
}
