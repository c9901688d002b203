import DetectionCore
import Foundation
import HTTPMessages
import JSON
import XCTest

@testable import Network

/// Networks and heads of Tests/Fixtures/networks, which Tests/Vectors/make_networks.py writes.
enum Fixtures {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = root.appendingPathComponent("Tests/Fixtures/networks")
  static let shapes = root.appendingPathComponent("Examples/networks/shapes.safetensors").path

  static func path(_ name: String) -> String { folder.appendingPathComponent("\(name).safetensors").path }

  /// A file of the test with other bytes.
  static func temporary(_ bytes: Data) throws -> String {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
    try bytes.write(to: url)
    return url.path
  }
}

/// A safetensors file of a test.
struct TensorFile {
  let header: JSONObject
  private let data: Data

  init(_ path: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
    header = try XCTUnwrap(JSONReader.read(String(decoding: bytes[8..<8 + length], as: UTF8.self)).object)
    data = Data(bytes[(8 + length)...])
  }

  /// The JSON under a key of the metadata.
  func metadata(_ key: String) throws -> JSONValue {
    try JSONReader.read(XCTUnwrap(header["__metadata__"]?["focald"]?.text))[key] ?? .null
  }

  func shape(_ name: String) throws -> Shape {
    try XCTUnwrap(Shape(XCTUnwrap(header[name]?["shape"]?.numberList).map { Int($0) }))
  }

  /// A tensor of float64 or float32.
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

  func floats(_ name: String) throws -> Tensor<Float> {
    try XCTUnwrap(Tensor(shape: shape(name), elements: doubles(name).map { Float($0) }))
  }
}

/// A file of weights, to be changed.
struct WeightsCopy {
  var header: JSONObject
  var data: Data

  init(_ path: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
    header = try XCTUnwrap(JSONReader.read(String(decoding: bytes[8..<8 + length], as: UTF8.self)).object)
    data = Data(bytes[(8 + length)...])
  }

  /// Sets a key of the architecture.
  mutating func set(_ key: String, _ value: JSONValue) throws {
    var settings = try XCTUnwrap(JSONReader.read(XCTUnwrap(header["__metadata__"]?["focald"]?.text)).object)
    settings[key] = value
    header["__metadata__"] = .object(["focald": .string(JSONValue.object(settings).text())])
  }

  /// Renames a tensor.
  mutating func rename(_ name: String, _ other: String) {
    header = JSONObject(
      members: header.members.map { JSONObject.Member(key: $0.key == name ? other : $0.key, value: $0.value) })
  }

  func write() throws -> String {
    let text = Data(JSONValue.object(header).text().utf8)
    let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    return try Fixtures.temporary(length + text + data)
  }
}
