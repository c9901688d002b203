import JSON
import TestSupport
import Testing

@testable import Operations

/// Comparisons: shares add up to the difference, and name the decisions that make it.
@Suite struct DialectComparisonTests {
  /// Every operation that libraries were asked for, on the inputs of its vectors, between all of its profiles.
  @Test(arguments: DialectVector.operations) func shares_AddUpToTheDifference(id: String) throws {
    let operation = try #require(Registry.named(id))
    let profiles = ProfileNames.known(operation.declaration)
    var differing = 0
    for vector in try DialectVector.all(of: id) where !vector.name.hasSuffix("empty") {
      var body = vector.request
      body["compat"] = nil
      body["profiles"] = .array(profiles.map(JSONValue.string))
      for difference in try compared(operation, body).differences {
        for quantity in difference.numbers {
          let sum = difference.shares(of: quantity.name).reduce(0, +)
          let scale = max(abs(quantity.from), abs(quantity.to), 1)
          #expect(abs(sum - (quantity.to - quantity.from)) <= 1e-12 * scale, "\(vector.name): \(quantity.name)")
          differing += quantity.to != quantity.from ? 1 : 0
        }
        for set in difference.sets {
          #expect(difference.net(of: set.name) == set.change, "\(vector.name): \(set.name)")
        }
      }
    }
    // Whose profiles agree on all vectors.
    #expect(differing > 0 || ["boxes.nms", "detections.yolov8", "losses.huber"].contains(id))
  }

  /// The gated α of mmdetection is what makes the loss of boxes that hardly overlap smaller.
  @Test func ciou_TorchvisionAgainstMMDetectionAndUltralytics() throws {
    let found = try compared(
      "losses.ciou",
      #"{"boxes": [[0, 0, 20, 20]], "target_boxes": [[15, 5, 35, 65]], "profiles": ["torchvision", "mmdetection", "ultralytics"]}"#
    )
    #expect(found.profiles == ["torchvision", "mmdetection", "ultralytics"])
    let mmdetection = try #require(found.differences.first)
    // v = 4/π² (arctan ⅓ − arctan 1)² = 0.0871, IoU = 75/1525: α v = 0.0073.
    let gate = try #require(mmdetection.shares["alpha_gate"])
    #expect(abs((gate["loss"] ?? 0) + 0.0073) < 1e-4)
    #expect(mmdetection.shares.filter { $0.key != "alpha_gate" }.allSatisfy { abs($0.value["loss"] ?? 0) < 1e-8 })
    #expect(
      mmdetection.summary.contains("where α counts") && mmdetection.summary.contains("mmdetection's loss is 0.0073"))
    let ultralytics = try #require(found.differences.last)
    #expect(Set(ultralytics.shares.keys).isSubset(of: ["height_eps", "ratio_eps", "tie_slopes", "empty_mean"]))
    #expect(abs(ultralytics.total("loss")) < 1e-8)
  }

  /// γ = 1.5, and the sum over rows of the mean over classes.
  @Test func focal_TorchvisionAgainstMMDetectionAndUltralytics() throws {
    let found = try compared(
      "losses.focal",
      #"{"logits": [[1, -2, 0.5], [-1, 0.3, 2]], "targets": [[1, 0, 0], [0, 0, 1]], "profiles": ["torchvision", "mmdetection", "ultralytics"]}"#
    )
    let mmdetection = try #require(found.differences.first)
    #expect(mmdetection.numbers.allSatisfy { $0.from == $0.to } && mmdetection.shares.isEmpty)
    let ultralytics = try #require(found.differences.last)
    #expect(Set(ultralytics.shares.keys) == ["gamma", "mean_over", "empty_mean"])
    // Two rows: their sum is twice the mean.
    let loss = try #require(ultralytics.numbers.first { $0.name == "loss" })
    #expect(abs((ultralytics.shares["mean_over"]?["loss"] ?? 0) - loss.to / 2) < 1e-15)
  }

  /// On the vectors' two images: what the sums are divided by, and what a rescued anchor is matched to.
  @Test func retinaNet_TorchvisionAgainstMMDetectionAndDetectron2() throws {
    let vector = try #require(
      DialectVector.all(of: "losses.retinanet").first { $0.name == "torchvision-two-images" })
    var body = vector.request
    body["compat"] = nil
    body["gradients"] = nil
    body["profiles"] = .array(["torchvision", "mmdetection", "detectron2"])
    let found = try compared(try #require(Registry.named("losses.retinanet")), body)
    let mmdetection = try #require(found.differences.first)
    #expect(abs(mmdetection.shares["normalization"]?["loss"] ?? 0) > 1e-3)
    #expect(abs(mmdetection.shares["normalizer_eps"]?["loss"] ?? 1) < 1e-5)
    let detectron2 = try #require(found.differences.last)
    #expect(detectron2.shares["box_loss"]?["components.classification"] == 0)
    #expect((detectron2.shares["box_loss"]?["components.bbox_regression"] ?? 0) != 0)
  }

  /// torchvision shifts boxes by (largest coordinate + 1) a class; beyond the origin classes mix.
  @Test func nms_TorchvisionAgainstMMDetectionAndUltralytics() throws {
    let found = try compared(
      "boxes.nms",
      #"{"boxes": [[0, 0, 10, 10], [-11, -11, -1, -1], [0, 0, 10, 9], [50, 50, 50, 60], [50, 50, 50, 60]], "labels": [0, 1, 0, 0, 0], "scores": [0.9, 0.8, 0.7, 0.6, 0.2], "iou_threshold": 0.4, "profiles": ["focald", "torchvision", "mmdetection", "ultralytics"]}"#
    )
    let torchvision = try #require(found.differences.first)
    #expect(torchvision.sets.first?.change == [4: 1])
    #expect(torchvision.summary.contains("what boxes without area overlap, \"never\" for \"same\": with 4"))
    let ultralytics = try #require(found.differences.last)
    #expect(ultralytics.net(of: "indices") == ultralytics.sets.first?.change)
    let scores = try #require(ultralytics.sets.first)
    // Its score_threshold takes out the last box, which its zero_area would keep.
    #expect(scores.change.isEmpty)
  }

  /// A profile that has no number answers an error, and the comparison says which decision it is.
  @Test func undefined_IsSaidWithItsCause() throws {
    let found = try compared(
      "boxes.iou",
      #"{"boxes": [[1, 1, 1, 1]], "target_boxes": [[1, 1, 1, 1]], "profiles": ["detectron2", "torchvision"]}"#)
    let difference = try #require(found.differences.first)
    #expect(found.errors == ["torchvision"])
    #expect(difference.summary.contains("torchvision has no number here") && difference.summary.contains("what 0/0 is"))
    #expect(difference.numbers.isEmpty && difference.shares.isEmpty)
  }

  @Test func evaluations_AreCounted() throws {
    let dialects = try #require(Registry.named("losses.ciou")?.declaration.dialects)
    #expect(DialectComparison.evaluations(dialects, profiles: 3) == 3 + 2 * (dialects.decisions.count - 1))
  }

  /// The limit of an answer's elements is shared by all evaluations.
  @Test func limits_AreShared() throws {
    let operation = try #require(Registry.named("boxes.iou"))
    let box = "[0, 0, 1, 1]"
    let boxes = "[\(Array(repeating: box, count: 10).joined(separator: ","))]"
    let body = try readJSON(#"{"boxes": \#(boxes), "target_boxes": \#(boxes), "profiles": ["focald", "mmdetection"]}"#)
    #expect(throws: Problem.self) {
      try DialectComparison(operation, body, limits: Limits(answerElements: 500)).answer()
    }
    #expect(throws: Never.self) {
      try DialectComparison(operation, body, limits: Limits(answerElements: 5000)).answer()
    }
  }

  private func compared(_ id: String, _ text: String) throws -> Compared {
    try compared(try #require(Registry.named(id)), try #require(try readJSON(text).object))
  }

  private func compared(_ operation: Operation, _ body: JSONObject) throws -> Compared {
    Compared(try DialectComparison(operation, .object(body), limits: Limits()).answer())
  }
}

/// A comparison's answer as tests want it.
private struct Compared {
  struct Difference {
    var summary = ""
    var numbers: [(name: String, from: Double, to: Double)] = []
    /// By index 1 where it was added, −1 where it was removed.
    var sets: [(name: String, change: [Int: Int])] = []
    /// By field and quantity.
    var shares: [String: [String: Double]] = [:]
    var changes: [(name: String, change: [Int: Int])] = []

    func shares(of quantity: String) -> [Double] { shares.values.compactMap { $0[quantity] } }

    func total(_ quantity: String) -> Double { shares(of: quantity).reduce(0, +) }

    /// All that switches added less all that they removed.
    func net(of quantity: String) -> [Int: Int] {
      var net: [Int: Int] = [:]
      for change in changes where change.name == quantity { net.merge(change.change, uniquingKeysWith: +) }
      return net.filter { $0.value != 0 }
    }
  }

  let profiles: [String]
  let errors: [String]
  let differences: [Difference]

  init(_ answer: Answer) {
    let rows = answer.fields.first { $0.name == "profiles" }?.value.items ?? []
    profiles = rows.compactMap { $0["profile"]?.text }
    errors = rows.filter { $0["error"] != nil }.compactMap { $0["profile"]?.text }
    differences = (answer.fields.first { $0.name == "differences" }?.value.items ?? []).map(Self.difference)
  }

  private static func difference(_ value: Answer.Value) -> Difference {
    var difference = Difference(summary: value["summary"]?.text ?? "")
    for quantity in value["quantities"]?.items ?? [] {
      let name = quantity["name"]?.text ?? ""
      if let from = quantity["from"]?.double, let to = quantity["to"]?.double {
        difference.numbers.append((name, from, to))
      } else {
        difference.sets.append((name, quantity.change))
      }
    }
    for cause in value["causes"]?.items ?? [] {
      let field = (cause["fields"]?.items ?? []).compactMap(\.text).joined(separator: "+")
      for share in cause["shares"]?.items ?? [] {
        let name = share["name"]?.text ?? ""
        if let number = share["share"]?.double {
          difference.shares[field, default: [:]][name] = number
        } else {
          difference.changes.append((name, share.change))
        }
      }
    }
    return difference
  }
}

extension Answer.Value {
  fileprivate subscript(name: String) -> Answer.Value? {
    guard case .object(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }

  fileprivate var items: [Answer.Value]? {
    switch self {
    case .list(let values), .rows(let values): values
    default: nil
    }
  }

  fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }

  fileprivate var double: Double? { if case .number(let number) = self { number } else { nil } }

  /// A set's change.
  fileprivate var change: [Int: Int] {
    var change: [Int: Int] = [:]
    for (name, sign) in [("added", 1), ("removed", -1)] {
      for case .integer(let index) in self[name]?.items ?? [] { change[index] = sign }
    }
    return change
  }
}
