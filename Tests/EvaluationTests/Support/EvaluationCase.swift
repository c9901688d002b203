import DetectionCore
import Foundation

@testable import Evaluation

/// A case of `Tests/Fixtures/evaluation`: the files as a user has them, and what the field's tools make of them.
struct EvaluationCase {
  let name: String
  let expected: Expected
  private let folder: URL

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/evaluation")

  init(_ name: String, in parent: URL = Self.folder) throws {
    self.name = name
    folder = parent.appendingPathComponent(name)
    expected = try Self.read("expected.json", in: folder)
  }

  /// All cases whose expectations have a member: those of the fixtures, or of another folder of the same form, which
  /// `Tests/Vectors/check_evaluation.py` names.
  static func all<Value>(with member: KeyPath<Expected, Value?>) throws -> [EvaluationCase] {
    let other = ProcessInfo.processInfo.environment["FOCALD_EVALUATION_CASES"]
    let folder = other.map { URL(fileURLWithPath: $0) } ?? folder
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.map { try EvaluationCase($0, in: folder) }.filter { $0.expected[keyPath: member] != nil }
  }

  func file() throws -> COCOFile { try Self.read("gt.json", in: folder) }
  func results() throws -> [COCOFile.Result] { try Self.read("dt.json", in: folder) }

  func records() throws -> Records {
    try Records(groundTruth: file().groundTruth, detections: COCOFile.detections(results()))
  }

  /// The parameters that the case asks for.
  var parameters: COCOParameters {
    var parameters = COCOParameters()
    guard let given = expected.parameters else { return parameters }
    parameters.iouThresholds = given.iouThrs ?? parameters.iouThresholds
    parameters.recallPoints = given.recThrs ?? parameters.recallPoints
    parameters.maxDetections = given.maxDets ?? parameters.maxDetections
    parameters.useCategories = (given.useCats ?? 1) != 0
    if let ranges = given.areaRng, let names = given.areaRngLbl {
      parameters.areaRanges = zip(names, ranges).map { AreaRange($0, $1[0], $1[1]) }
    }
    return parameters
  }

  private static func read<Value: Decodable>(_ name: String, in folder: URL) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }
}
