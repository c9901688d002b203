import DetectionCore
import Foundation
import Testing

/// One file of `Vectors`: requests to an operation, and their answers in float64.
struct VectorFile: Sendable, CustomTestStringConvertible {
  let operation: String

  var testDescription: String { operation }

  static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Vectors")

  /// All of them, by name.
  static let all: [VectorFile] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { VectorFile(operation: String($0.dropLast(5))) }
  }()

  struct Vector: Sendable {
    let name: String
    let request: [String: JSONNode]
    /// By name, gradients as `gradients.boxes`; flat.
    let answer: [String: [Double]]
  }

  func vectors() throws -> [Vector] {
    let file = try JSONNode(contentsOf: Self.directory.appendingPathComponent("\(operation).json"))
    return (file["vectors"]?.array ?? []).compactMap { vector in
      guard let name = vector["name"]?.string, let request = vector["request"]?.object,
        let answer = vector["answer"]?.object
      else { return nil }
      return Vector(name: name, request: request, answer: Self.flat(answer))
    }
  }

  private static func flat(_ answer: [String: JSONNode]) -> [String: [Double]] {
    var flattened: [String: [Double]] = [:]
    for (name, node) in answer {
      if let fields = node.object {
        for (field, node) in fields { flattened["\(name).\(field)"] = node.flattened }
      } else if name == "images", let images = node.array {
        for (index, image) in images.enumerated() {
          for (field, node) in Self.flat(image.object ?? [:]) { flattened["\(index).\(field)"] = node }
        }
      } else {
        flattened[name] = node.flattened
      }
    }
    return flattened
  }
}

extension JSONNode {
  /// All numbers of nested arrays, in order.
  var flattened: [Double] {
    switch self {
    case .number(let number): [number]
    case .array(let elements): elements.flatMap(\.flattened)
    default: []
    }
  }

  /// The extents of nested arrays.
  var extents: [Int] {
    guard let elements = array else { return [] }
    return [elements.count] + (elements.first?.extents ?? [])
  }
}
