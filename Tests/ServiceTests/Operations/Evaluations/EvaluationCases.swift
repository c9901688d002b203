import DetectionCore
import Foundation
import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// The cases of `Tests/Fixtures/evaluation`, as requests.
struct EvaluationCase {
  static let folder = "Tests/Fixtures/evaluation"
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: Package.root.appending(path: folder).path)) ?? []).sorted()

  let groundTruth: String
  let detections: String
  let expected: JSONValue

  init(_ name: String) throws {
    func text(_ file: String) throws -> String { try Package.text("\(Self.folder)/\(name)/\(file).json") }
    (groundTruth, detections) = (try text("gt"), try text("dt"))
    expected = try readJSON(text("expected"))
  }

  /// A request with the files as they are, and parameters as members of JSON.
  func request(_ parameters: JSONValue = [:]) -> String {
    let more = parameters.members.map { ",\"\($0.key)\":\($0.value.text())" }.joined()
    return #"{"ground_truth":\#(groundTruth),"detections":\#(detections)\#(more)}"#
  }

  /// The parameters that the case asks for, by the operations' names.
  var parameters: JSONObject {
    var parameters = JSONObject()
    guard let given = expected["parameters"] else { return parameters }
    parameters["iou_thresholds"] = given["iouThrs"]
    parameters["recall_points"] = given["recThrs"]
    parameters["max_detections"] = given["maxDets"]
    if let names = given["areaRngLbl"]?.texts, let ranges = given["areaRng"]?.list {
      parameters["area_ranges"] = .object(
        JSONObject(members: zip(names, ranges).map { JSONObject.Member(key: $0, value: $1) }))
    }
    if let use = given["useCats"]?.number { parameters["use_categories"] = .bool(use != 0) }
    return parameters
  }

  /// The same records as columns; `nil` where ids are texts, or rows would be left out.
  func columns(_ parameters: JSONObject = [:]) throws -> JSONValue? {
    let (truth, found) = (try readJSON(groundTruth), try readJSON(detections))
    let ids = (truth["images"]?.list ?? []).compactMap { $0["id"]?.number }.sorted()
    let categories = Set((truth["categories"]?.list ?? []).compactMap { $0["id"]?.number })
    let objects = truth["annotations"]?.list ?? []
    func index(_ row: JSONValue) -> JSONValue? {
      row["image_id"]?.number.flatMap { id in ids.firstIndex(of: id) }.map { .number(Double($0)) }
    }
    func column(_ rows: [JSONValue], _ name: String, or other: JSONValue? = nil) -> JSONValue {
      .array(rows.map { $0[name] ?? other ?? .null })
    }
    let isWhole = (objects + (found.list ?? [])).allSatisfy { row in
      index(row) != nil && row["category_id"]?.number.map(categories.contains) == true
    }
    // All categories must occur, as columns have no list of them.
    let used = Set((objects + (found.list ?? [])).compactMap { $0["category_id"]?.number })
    guard isWhole, used == categories, !ids.isEmpty else { return nil }
    var request = parameters
    request["format"] = "xywh"
    request["num_images"] = .number(Double(ids.count))
    request["target_boxes"] = column(objects, "bbox")
    request["target_labels"] = column(objects, "category_id")
    request["target_image_indices"] = .array(objects.compactMap(index))
    request["target_crowd"] = column(objects, "iscrowd", or: 0)
    request["target_areas"] = column(objects, "area")
    request["boxes"] = column(found.list ?? [], "bbox")
    request["scores"] = column(found.list ?? [], "score")
    request["labels"] = column(found.list ?? [], "category_id")
    request["image_indices"] = .array((found.list ?? []).compactMap(index))
    return .object(request)
  }
}

/// Axes of an expectation, in runs of equal numbers.
struct RunLengths {
  /// In the order of the answer's axes.
  let numbers: [Double]

  init?(_ value: JSONValue?, axes wanted: String) {
    guard let axes = value?["axes"]?.text, let shape = value?["shape"]?.numberList?.map({ Int($0) }),
      let runs = value?["runs"]?.list
    else { return nil }
    let flat = runs.flatMap { run in
      Array(repeating: run.numberList?[0] ?? .nan, count: Int(run.numberList?[1] ?? 0))
    }
    // The stride of each wanted axis in the order of the expectation.
    var strides: [Character: (extent: Int, stride: Int)] = [:]
    var stride = 1
    for (axis, extent) in zip(axes, shape).reversed() {
      strides[axis] = (extent, stride)
      stride *= extent
    }
    var places = [0]
    for axis in wanted {
      guard let (extent, stride) = strides[axis] else { return nil }
      places = places.flatMap { place in (0..<extent).map { place + $0 * stride } }
    }
    numbers = places.map { flat[$0] }
  }
}

extension JSONValue {
  /// All numbers of nested arrays, in order.
  var flattened: [Double] {
    switch self {
    case .numbers(let tensor): tensor.elements
    case .number(let number): [number]
    case .array(let items): items.flatMap(\.flattened)
    default: []
    }
  }
}
