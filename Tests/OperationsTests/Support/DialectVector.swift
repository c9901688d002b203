import Foundation
import JSON
import TestSupport
import Testing

/// What a library answers to a request of its profile, as `make_dialects.py` recorded it.
struct DialectVector: Sendable, CustomTestStringConvertible {
  let operation: String
  let name: String
  /// The request, `compat` included.
  let request: JSONObject
  /// By name, flat; `nil` where the library gives NaN.
  let answer: [String: [Double]]?
  /// Absolute, and relative to numbers greater than 1.
  let tolerance: Double

  var testDescription: String { "\(operation) \(name)" }

  private static let folder = "Tests/Vectors/dialects"

  /// The operations that libraries were asked for.
  static let operations: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: Package.root.appending(path: folder).path)) ?? [])
    .filter { $0.hasSuffix(".json") }.sorted().map { String($0.dropLast(5)) }

  static func all(of operation: String) throws -> [DialectVector] {
    let file = try readJSON(Package.text("\(folder)/\(operation).json"))
    return (file["vectors"]?.list ?? []).compactMap { vector in
      guard let name = vector["name"]?.text, var request = vector["request"]?.object, let compat = vector["compat"]
      else { return nil }
      request["compat"] = compat
      return DialectVector(
        operation: operation, name: name, request: request, answer: vector["answer"]?.numbersByName,
        tolerance: vector["tolerance"]?.number ?? 0)
    }
  }

  /// The largest error of some numbers, in tolerances; infinite where they are not as many.
  func error(of found: [Double], _ wanted: [Double]) -> Double {
    guard found.count == wanted.count else { return .infinity }
    return zip(found, wanted).map { abs($0 - $1) / (tolerance * max(1, abs($1))) }.max() ?? 0
  }
}
