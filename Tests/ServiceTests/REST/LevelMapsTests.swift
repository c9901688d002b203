import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// Heads that come level by level, as maps: in JSON, in tensor files, as inputs of the inference protocol.
@Suite struct LevelMapsTests {
  private let service = Service()
  private static let settings =
    #""image_size": [64, 64], "anchor_sizes": [[32], [48]], "aspect_ratios": [1, 2], "score_threshold": 0.1"#

  /// (a·C, H, W) of each level: 2 anchors on 2 × 3 cells and on one.
  private static let sizes = [(2, 3), (1, 1)]
  private static func map(_ level: Int, _ channels: Int) -> [Double] {
    (0..<channels * sizes[level].0 * sizes[level].1).map { Double(($0 * 37 + 11 * channels + level) % 23) / 8 - 1.5 }
  }

  private static func nested(_ level: Int, _ channels: Int) -> String {
    let (map, (height, width)) = (map(level, channels), sizes[level])
    let planes = (0..<channels).map { channel in
      (0..<height).map { y in Array(map[(channel * height + y) * width..<(channel * height + y + 1) * width]) }
    }
    return "\(planes)"
  }

  private static func flat(_ level: Int, _ channels: Int) -> String {
    #"{"shape": [\#(channels), \#(sizes[level].0), \#(sizes[level].1)], "data": \#(map(level, channels))}"#
  }

  private static func rows(_ channels: Int) -> String {
    let rows = sizes.enumerated().flatMap { level, size in
      let (map, cells) = (map(level, 2 * channels), size.0 * size.1)
      return (0..<2 * cells).map { row in
        (0..<channels).map { map[(row % 2 * channels + $0) * cells + row / 2] }
      }
    }
    return "\(rows)"
  }

  private func retinaNet(_ logits: String, _ deltas: String, _ more: String = "") -> Reply {
    service.post(
      "/v1/detections/retinanet", #"{"class_logits": \#(logits), "box_deltas": \#(deltas), \#(Self.settings)\#(more)}"#)
  }

  private static func list(_ level: (Int, Int) -> String, _ channels: Int) -> String {
    "[\(level(0, channels)), \(level(1, channels))]"
  }

  @Test func json_TakesLists() throws {
    let rows = retinaNet(Self.rows(3), Self.rows(4), #", "feature_sizes": [[2, 3], [1, 1]]"#)
    #expect(rows.status == 200 && rows.json?["images"]?.list?[0]["scores"]?.list?.isEmpty == false, "\(rows.text)")
    let nested = retinaNet(Self.list(Self.nested, 6), Self.list(Self.nested, 8))
    #expect(nested.text == rows.text)
    #expect(retinaNet(Self.list(Self.flat, 6), Self.list(Self.nested, 8)).text == rows.text)
    let sized = retinaNet(Self.list(Self.flat, 6), Self.list(Self.flat, 8), #", "feature_sizes": [[2, 3], [1, 1]]"#)
    #expect(sized.text == rows.text)
    // A batch of one, and of the same image twice.
    func batch(_ channels: Int, _ images: Int) -> String {
      let levels = (0..<2).map { level in
        "[\((0..<images).map { _ in Self.nested(level, channels) }.joined(separator: ","))]"
      }
      return "[\(levels.joined(separator: ","))]"
    }
    #expect(retinaNet(batch(6, 1), batch(8, 1)).text == rows.text)
    let image = try #require(rows.json?["images"]?.list?[0])
    #expect(retinaNet(batch(6, 2), batch(8, 2)).json?["images"] == .array([image, image]))
  }

  /// Levels of one size nest to an array without a gap: it is still a list of levels, not a batch.
  @Test func levels_OfOneSize_AreLevels() {
    let one = "[[[0.5]], [[2.5]], [[-1]], [[1.5]]]"
    let two = "[[[0.5]], [[-2]], [[0.25]], [[0.5]], [[0.5]], [[2]], [[0.25]], [[0.5]]]"
    let reply = retinaNet("[\(one), \(one)]", "[\(two), \(two)]")
    #expect(reply.status == 200 && reply.json?["images"]?.list?.count == 1, "\(reply.text)")
    #expect(reply.json?["images"]?.list?[0]["counts"]?["candidates"] == 8)
  }

  @Test func inference_NumbersItsInputs() throws {
    func inputs(_ name: String, _ channels: Int) -> String {
      (0..<2).map { level in
        let (height, width) = Self.sizes[level]
        return #"{"name": "\#(name).\#(level)", "datatype": "FP64", "shape": [\#(channels), \#(height), \#(width)], "#
          + #""data": \#(Self.map(level, channels))}"#
      }.joined(separator: ", ")
    }
    let reply = service.post(
      "/v2/models/detections.retinanet/infer",
      #"{"inputs": [\#(inputs("box_deltas", 8)), \#(inputs("class_logits", 6))], "parameters": {\#(Self.settings)}}"#)
    #expect(reply.status == 200, "\(reply.text)")
    let rows = retinaNet(Self.rows(3), Self.rows(4), #", "feature_sizes": [[2, 3], [1, 1]]"#)
    let scores = reply.json?["outputs"]?.list?.first { $0["name"] == "scores" }?["data"]?.numberList
    #expect(scores == rows.json?["images"]?.list?[0]["scores"]?.numberList)
  }

  @Test func tensorFiles_NumberTheirTensors() throws {
    let tensors = [("class_logits", 6), ("box_deltas", 8)].flatMap { name, channels in
      (0..<2).map { level in
        SampleTensor(
          "\(name).\(level)", "F64", [channels, Self.sizes[level].0, Self.sizes[level].1], Self.map(level, channels))
      }
    }
    let query = [
      ("image_size", "64,64"), ("anchor_sizes", "32;48"), ("aspect_ratios", "1,2"), ("score_threshold", "0.1"),
    ].map { (name: $0.0, value: $0.1) }
    let reply = send(SafetensorsSample.file(tensors), to: "/v1/detections/retinanet", query: query)
    let rows = retinaNet(Self.rows(3), Self.rows(4), #", "feature_sizes": [[2, 3], [1, 1]]"#)
    #expect(reply.body.text == rows.text)
  }

  // MARK: - What does not fit

  private func inference(_ names: [String]) -> String {
    let inputs = names.map { name in
      let channels = name.hasPrefix("class") ? 2 : 4
      return #"{"name": "\#(name)", "datatype": "FP64", "shape": [\#(channels), 1, 1], "data": "#
        + "\([Double](repeating: 0, count: channels))}"
    }
    let body = #"{"inputs": [\#(inputs.joined(separator: ","))], "parameters": {\#(Self.settings)}}"#
    return service.post("/v2/models/detections.retinanet/infer", body).json?["error"]?.text ?? ""
  }

  @Test func levels_AreNumberedWithoutAGap() {
    #expect(inference(["class_logits.0", "box_deltas.0", "class_logits.2"]).contains("class_logits.1 is missing"))
    #expect(inference(["class_logits.1", "box_deltas.1"]).contains("class_logits.0 is missing"))
    #expect(inference(["class_logits.00", "box_deltas.0"]).contains("no field class_logits.00"))
    #expect(inference(["class_logits.-1", "box_deltas.0"]).contains("no field class_logits.-1"))
    #expect(inference(["class_logits.99999999999999999999"]).contains("no field"))
    #expect(inference(["anchors.0"]).contains("no field anchors.0"))
  }

  // MARK: - YOLO

  private static let grid = #""strides": [32, 96], "image_size": [64, 96], "score_threshold": 0.05"#
  private static let anchors = #", "anchors": [[[10, 13], [16, 30]], [[33, 23], [30, 61]]]"#

  private func yolo(_ name: String, _ predictions: String, _ more: String = "") -> Reply {
    service.post("/v1/detections/\(name)", #"{"predictions": \#(predictions), \#(Self.grid)\#(more)}"#)
  }

  @Test(arguments: ["yolov3", "yolov5"]) func anchorGrids_TakeLists(name: String) {
    let rows = yolo(name, Self.rows(7), Self.anchors + #", "row_order": "cell-major""#)
    #expect(rows.status == 200 && rows.json?["images"]?.list?[0]["scores"]?.list?.isEmpty == false, "\(rows.text)")
    for level in [Self.nested, Self.flat] {
      for more in ["", #", "layout": "maps""#] {
        #expect(yolo(name, Self.list(level, 14), Self.anchors + more).text == rows.text)
      }
    }
  }

  @Test func yolov8_TakesLists() {
    let rows = Self.sizes.enumerated().flatMap { level, size in
      let (map, cells) = (Self.map(level, 10), size.0 * size.1)
      return (0..<cells).map { cell in (0..<10).map { map[$0 * cells + cell] } }
    }
    let whole = yolo("yolov8", "\(rows)", #", "layout": "channels-last", "reg_max": 2"#)
    #expect(whole.status == 200 && whole.json?["images"]?.list?[0]["scores"]?.list?.isEmpty == false, "\(whole.text)")
    #expect(yolo("yolov8", Self.list(Self.nested, 10), #", "reg_max": 2"#).text == whole.text)
  }

  @Test func yoloMaps_ThatDoNotFit_AreToldHow() {
    func refusal(_ name: String, _ predictions: String, _ more: String, _ place: String, _ words: String) {
      let reply = yolo(name, predictions, more)
      #expect(
        reply.status == 422 && reply.detail.hasPrefix(place + ":") && reply.detail.contains(words), "\(reply.text)")
    }
    let list = Self.list(Self.nested, 14)
    refusal("yolov3", list, "", "/anchors", "anchors are missing")
    refusal("yolov5", list, Self.anchors + #", "layout": "channels-first""#, "/layout", "has its own")
    refusal("yolov3", "[\(Self.nested(0, 14))]", Self.anchors, "/predictions", "has 1 level, but strides are of 2")
    refusal(
      "yolov3", "[\(Self.nested(1, 14)), \(Self.nested(0, 14))]", Self.anchors, "/predictions/0",
      "1×1 cells, but image_size at a stride of 32 has 2×3")
    refusal("yolov3", Self.list(Self.nested, 13), Self.anchors, "/predictions/0", "rows of the 2 anchors of a cell")
    refusal("yolov8", Self.list(Self.nested, 3), "", "/predictions", "channels")
    let unsized = service.post("/v1/detections/yolov8", #"{"predictions": \#(list)}"#)
    #expect(unsized.detail.hasPrefix("/image_size:"), "\(unsized.text)")
  }
}
