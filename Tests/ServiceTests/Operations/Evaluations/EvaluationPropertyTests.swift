import DetectionCore
import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// What must not change the numbers does not.
@Suite struct EvaluationPropertyTests {
  private let service = Service()

  private func answer(_ operation: String, _ body: JSONValue) throws -> JSONValue {
    let reply = service.post("/v1/evaluations/\(operation)", body.text())
    #expect(reply.status == 200, "\(reply.detail)")
    return try #require(reply.json)
  }

  /// A random world with few images and classes, where ties, crowds and near misses are frequent. No two detections of a
  /// class and image share a score, as file order decides between such.
  private static func world(_ seed: Int) -> JSONObject {
    var random = SplitMix64(seed: UInt64(seed))
    func number(_ range: ClosedRange<Int>) -> JSONValue { .number(Double(Int.random(in: range, using: &random))) }
    func box() -> JSONValue { [number(0...8), number(0...8), number(1...9), number(1...9)] }
    let images = (0..<6).map { (id: Int) -> JSONValue in
      ["id": .number(Double(id * 3 - 5)), "width": 100, "height": 80, "weather": id % 2 == 0 ? "sun" : "rain"]
    }
    let objects = (0..<40).map { (id: Int) -> JSONValue in
      [
        "id": .number(Double(id + 1)), "image_id": .number(Double(Int.random(in: 0..<6, using: &random) * 3 - 5)),
        "category_id": number(1...3), "bbox": box(), "area": number(1...3000), "iscrowd": number(0...9) == 9 ? 1 : 0,
      ]
    }
    let detections = (0..<120).map { (row: Int) -> JSONValue in
      [
        "image_id": .number(Double(row % 6 * 3 - 5)), "category_id": .number(Double(row / 6 % 3 + 1)), "bbox": box(),
        "score": .number(Double(row / 18) / 10 + Double(row % 6) / 100),
      ]
    }
    let categories: JSONValue = .array((1...4).map { ["id": .number(Double($0)), "name": .string("class \($0)")] })
    return [
      "ground_truth": ["images": .array(images), "categories": categories, "annotations": .array(objects)],
      "detections": .array(detections),
    ]
  }

  /// The world's images as places among 40, of which records list all and columns those that hold something.
  private static func sparse(_ seed: Int) throws -> (records: JSONObject, columns: JSONObject) {
    let world = world(seed)
    func placed(_ rows: JSONValue?) throws -> [JSONObject] {
      try (rows?.list ?? []).map { row in
        guard case .object(var row) = row else { throw Unexpected() }
        row["image_id"] = .number(Double((row["image_id"]?.integer ?? 0) + 5))
        return row
      }
    }
    func column(_ rows: [JSONObject], _ name: String) -> JSONValue { .array(rows.map { $0[name] ?? .null }) }
    let truth = world["ground_truth"]
    let (objects, detections) = try (placed(truth?["annotations"]), placed(world["detections"]))
    let images = (0..<40).map { (id: Int) -> JSONValue in ["id": .number(Double(id))] }
    let records: JSONObject = [
      "ground_truth": [
        "images": .array(images), "categories": truth?["categories"] ?? .null,
        "annotations": .array(objects.map(JSONValue.object)),
      ],
      "detections": .array(detections.map(JSONValue.object)),
    ]
    let columns: JSONObject = [
      "target_boxes": column(objects, "bbox"), "target_labels": column(objects, "category_id"),
      "target_image_indices": column(objects, "image_id"), "target_areas": column(objects, "area"),
      "target_crowd": column(objects, "iscrowd"), "boxes": column(detections, "bbox"),
      "scores": column(detections, "score"), "labels": column(detections, "category_id"),
      "image_indices": column(detections, "image_id"), "num_images": 40, "format": "xywh",
    ]
    return (records, columns)
  }

  private struct Unexpected: Error {}

  /// Images without anything are not listed where columns speak of them. They count, and are drawn, all the same.
  @Test(arguments: 0..<4) func imagesThatHoldNothing_AreAsIfListed(seed: Int) throws {
    let (records, columns) = try Self.sparse(seed)
    for (operation, members) in [
      ("coco", ["summary", "counts"]), ("tide", ["ap", "delta_ap", "counts"]), ("sweep", ["all"]), ("voc", ["map"]),
    ] {
      let (expected, found) = (try answer(operation, .object(records)), try answer(operation, .object(columns)))
      for member in members {
        #expect(found[member] == expected[member] && found[member] != nil, "\(operation) \(member)")
      }
    }
    func compared(_ body: JSONObject, _ names: [String]) throws -> JSONValue {
      var body = body
      for name in names {
        body[name + "_a"] = body[name]
        body[name] = nil
      }
      body["samples"] = 50
      return try answer("compare", .object(body))
    }
    let expected = try compared(records, ["detections"])
    let found = try compared(columns, ["boxes", "scores", "labels", "image_indices"])
    #expect(found["summary"] == expected["summary"] && found["intervals"] == expected["intervals"])
  }

  /// A request of some bytes can speak of millions of images: it costs what it holds.
  @Test(arguments: ["coco", "voc", "tide", "sweep", "match", "confusion-matrix"])
  func millionsOfImages_CostNothing(operation: String) throws {
    var columns = try Self.sparse(0).columns
    columns["num_images"] = .number(Double(1 << 24))
    let request = HTTPRequest(
      head: HTTPRequestHead(method: .post, path: "/v1/evaluations/\(operation)"),
      body: ByteBuffer(JSONValue.object(columns).text()), memory: MemoryBudget(256 << 20).share())
    #expect(service.respond(to: request).status == .ok)
  }

  /// To draw them costs time: so many are refused.
  @Test func drawsOfMillionsOfImages_AreRefused() throws {
    var columns = try Self.sparse(0).columns
    for name in ["boxes", "scores", "labels", "image_indices"] {
      columns[name + "_a"] = columns[name]
      columns[name] = nil
    }
    columns["num_images"] = .number(Double(1 << 24))
    let reply = service.post("/v1/evaluations/compare", JSONValue.object(columns).text())
    #expect(reply.status == 422 && reply.pointer == "/samples", "\(reply.text)")
  }

  private func changed(_ world: JSONObject, _ tables: [String], _ change: ([JSONValue]) -> [JSONValue]) -> JSONObject {
    var world = world
    guard case .object(var truth)? = world["ground_truth"] else { return world }
    for table in tables {
      if table == "detections" {
        world[table] = .array(change(world[table]?.list ?? []))
      } else {
        truth[table] = .array(change(truth[table]?.list ?? []))
      }
    }
    world["ground_truth"] = .object(truth)
    return world
  }

  @Test(arguments: 0..<8) func fileOrder_ChangesNothing(seed: Int) throws {
    let world = Self.world(seed)
    let expected = try answer("coco", .object(world))
    let reversed = changed(world, ["images", "categories", "detections"]) { $0.reversed() }
    let found = try answer("coco", .object(reversed))
    #expect(found["summary"] == expected["summary"] && found["per_class"] == expected["per_class"])
  }

  @Test(arguments: 0..<8) func idsAsTexts_GiveTheSame(seed: Int) throws {
    let world = Self.world(seed)
    let expected = try answer("coco", .object(world))
    // In the same order: "m0", "m3", …
    let renamed = changed(world, ["images", "annotations", "detections"]) { rows in
      rows.map { row in
        guard case .object(var row) = row else { return row }
        for key in ["image_id"] + (row["width"] == nil ? [] : ["id"]) {
          if let id = row[key]?.integer { row[key] = .string("m\(id + 5 < 10 ? "0" : "")\(id + 5)") }
        }
        return .object(row)
      }
    }
    let found = try answer("coco", .object(renamed))
    #expect(found["summary"] == expected["summary"] && found["per_class"] == expected["per_class"])
  }

  /// Shards of images, matched apart and put behind each other in any order, give what one request gives, to the bit.
  @Test(arguments: 0..<8) func shards_GiveTheSame(seed: Int) throws {
    let world = Self.world(seed)
    let parameters: JSONObject = ["iou_thresholds": [0.3, 0.5], "arrays": true]
    func with(_ request: JSONObject) -> JSONValue { .object(JSONObject(members: request.members + parameters.members)) }
    let expected = try answer("coco", with(world))
    var columns = JSONObject()
    for shard in [[-5.0, 1, 7], [-2], [4, 10]].shuffled() {
      let own = changed(world, ["images", "annotations", "detections"]) { rows in
        rows.filter { row in shard.contains(row["image_id"]?.number ?? row["id"]?.number ?? .nan) }
      }
      var request = own
      request["iou_thresholds"] = parameters["iou_thresholds"]
      for member in try answer("match", .object(request)).members where member.key != "warnings" {
        columns[member.key] = .array((columns[member.key]?.list ?? []) + (member.value.list ?? []))
      }
    }
    var found = try answer("accumulate", with(columns))
    #expect(found["warnings"] != nil)
    var whole = expected
    for key in ["warnings"] {
      found = found.removing(key)
      whole = whole.removing(key)
    }
    #expect(found == whole)
  }

  @Test func perfectDetector_HasAP1() throws {
    let world = Self.world(0)
    var request = changed(world, ["annotations"]) { rows in
      rows.enumerated().map { place, row in
        guard case .object(var row) = row else { return row }
        // Apart from each other, and none a crowd.
        row["bbox"] = [.number(Double(place) * 20), 0, 10, 10]
        row["iscrowd"] = 0
        return .object(row)
      }
    }
    request["detections"] = .array(
      (request["ground_truth"]?["annotations"]?.list ?? []).map { row in
        [
          "image_id": row["image_id"] ?? .null, "category_id": row["category_id"] ?? .null,
          "bbox": row["bbox"] ?? .null, "score": 0.9,
        ]
      })
    // The very first true detection has precision 1 − 2⁻⁵², as pycocotools has it.
    let summary = try answer("coco", .object(request))["summary"]
    #expect((summary?["AP"]?.number ?? 0) > 1 - 1e-15 && summary?["AR100"] == 1)
  }

  /// A larger request takes several processors; each answer is the same.
  @Test func answers_DoNotDependOnThreads() throws {
    let sample = try EvaluationCase("medium-a")
    let request = sample.request(["samples": 2])
    for operation in ["coco", "tide"] {
      let body = sample.request()
      let first = service.post("/v1/evaluations/\(operation)", body)
      #expect(first.status == 200 && service.post("/v1/evaluations/\(operation)", body).text == first.text)
    }
    let compare = request.replacing("\"detections\":", with: "\"detections_a\":")
    let first = service.post("/v1/evaluations/compare", compare)
    #expect(first.status == 200, "\(first.detail)")
    #expect(service.post("/v1/evaluations/compare", compare).text == first.text)
  }

  @Test func slices_AreTheNumbersOfTheirImagesAlone() throws {
    let world = Self.world(3)
    var request = world
    request["slice_by"] = "weather"
    let slices = try #require(try answer("coco", .object(request))["slices"]?.list)
    #expect(slices.compactMap { $0["value"]?.text } == ["rain", "sun"])
    for slice in slices {
      let ids = (world["ground_truth"]?["images"]?.list ?? []).filter { $0["weather"] == slice["value"] }
        .compactMap { $0["id"]?.number }
      #expect(slice["images"] == .number(Double(ids.count)))
      let own = changed(world, ["images", "annotations", "detections"]) { rows in
        rows.filter { ids.contains($0["image_id"]?.number ?? $0["id"]?.number ?? .nan) }
      }
      #expect(difference(try answer("coco", .object(own))["summary"] ?? .null, slice["summary"] ?? .null) == nil)
    }
  }

  @Test func relativeRanges_AreThoseOfEachImage() throws {
    var request = Self.world(1)
    request["area_ranges"] = ["all": [0, 1], "tiny": [0, 0.01], "unit": "image_fraction"]
    let relative = try answer("coco", .object(request))["summary"]
    // Every image has 8,000 square pixels.
    request["area_ranges"] = ["all": [0, 8000], "tiny": [0, 80]]
    let absolute = try answer("coco", .object(request))["summary"]
    #expect(relative == absolute && relative?["AP_tiny"] != nil && relative?["AR_tiny"] != nil)
  }

  @Test func comparison_OfAModelWithItself_FindsNoDifference() throws {
    var request = Self.world(2)
    request["detections_a"] = request["detections"]
    request["detections_b"] = request["detections"]
    request["detections"] = Optional.none
    request["samples"] = 50
    let answer = try answer("compare", .object(request))
    #expect(answer["summary"]?["a"] == answer["summary"]?["b"])
    let differences = answer["summary"]?["difference"]?.members ?? []
    #expect(!differences.isEmpty && differences.allSatisfy { $0.value == 0 || $0.value == .null })
    #expect(answer["intervals"]?["difference"]?["low"]?["AP"] == 0)
    #expect(answer["intervals"]?["a"]?["low"]?["AP"]?.number ?? 1 <= answer["summary"]?["a"]?["AP"]?.number ?? 0)
  }
}

extension JSONValue {
  /// Without a member.
  fileprivate func removing(_ key: String) -> JSONValue {
    guard case .object(var object) = self else { return self }
    object[key] = Optional.none
    return .object(object)
  }
}
