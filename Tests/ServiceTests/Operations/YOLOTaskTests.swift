import DetectionCore
import HTTPMessages
import JSON
import Pictures
import TestSupport
import Testing

@testable import Operations
@testable import Service

/// Heads with more than boxes in their rows.
@Suite struct YOLOTaskTests {
  private let service = Service()

  private func image(_ path: String, _ body: String) throws -> JSONValue {
    let reply = service.post("/v1/\(path)", body)
    return try #require(reply.json?["images"]?.list?.first, "\(reply.text)")
  }

  @Test func extras_AreTheRowsChannels() throws {
    let rows = "[[10, 10, 8, 8, 0.9, 0.1, 7, -8], [40, 40, 8, 8, 0.2, 0.8, 3, 99.5], [11, 10, 8, 8, 0.7, 0.1, 1, 1]]"
    let found = try image(
      "detections/yolov8", #"{"predictions": \#(rows), "layout": "channels-last", "num_classes": 2}"#)
    #expect(found["extras"]?.list?.compactMap(\.numberList) == [[7, -8], [3, 99.5]])
    #expect(found["labels"]?.numberList == [0, 1])
    let five = "[[10, 10, 8, 8, 0.9, 0.9, 0.1, 7], [40, 40, 8, 8, 0.9, 0.2, 0.8, 3]]"
    let other = try image("detections/yolov5", #"{"predictions": \#(five), "num_classes": 2}"#)
    #expect(other["extras"]?.list?.compactMap(\.numberList) == [[7], [3]])
    let six = "[[10, 10, 18, 18, 0.3, 1, 7, -8], [40, 40, 48, 48, 0.9, 0, 3, 99.5], [0, 0, 9, 9, 0.1, 0, 1, 1]]"
    for name in ["yolov10", "yolo26"] {
      let rows = try image("detections/\(name)", #"{"predictions": \#(six), "extras": true}"#)
      #expect(rows["extras"]?.list?.compactMap(\.numberList) == [[3, 99.5], [7, -8]])
      #expect(rows["labels"]?.numberList == [0, 1])
    }
    // Without, nothing is new.
    #expect(try image("detections/yolov10", #"{"predictions": [[0, 0, 1, 1, 0.9, 0]]}"#)["extras"] == nil)
  }

  /// Rows longer than six are taken where it is said that they are.
  @Test func longerRows_AreAskedFor() {
    func reply(_ row: String, _ fields: String = "") -> Reply {
      service.post("/v1/detections/yolov10", #"{"predictions": [[\#(row)]]\#(fields)}"#)
    }
    let long = reply("0, 0, 1, 1, 0.9, 0, 7")
    #expect(long.status == 422 && long.pointer == "/predictions" && long.detail.contains("where extras is true"))
    #expect(reply("0, 0, 1, 1, 0.9", #", "extras": true"#).status == 422)
    #expect(reply("0, 0, 1, 1, 0.9, 0", #", "extras": true"#).status == 200)
    for none in ["[]", #"{"shape": [0, 9], "data": []}"#] {
      let empty = service.post("/v1/detections/yolov10", #"{"predictions": \#(none), "extras": true}"#)
      #expect(empty.status == 200, "\(empty.text)")
    }
  }

  @Test func classesThatAreNot_AreNamed() {
    let reply = service.post(
      "/v1/detections/yolov8",
      #"{"predictions": [[10, 10, 8, 8, 0.9, 0.1]], "layout": "channels-last", "num_classes": 3}"#)
    #expect(reply.status == 422 && reply.detail.contains("2 channels behind the box"), "\(reply.text)")
  }

  /// The letters of pycocotools, of masks by ultralytics.
  @Test func masks_AreUltralytics() throws {
    let file = try readJSON(Package.text("\(VectorFiles.folder)/detections.yolov8-seg.json"))
    var count = 0
    for vector in file["vectors"]?.list ?? [] {
      let request = try #require(vector["request"]).text()
      let images = service.post("/v1/detections/yolov8-seg", request).json?["images"]?.list ?? []
      let wanted = vector["answer"]?["images"]?.list ?? []
      #expect(images.count == wanted.count)
      for (image, other) in zip(images, wanted) {
        let masks = other["masks"]?.list?.compactMap(\.text) ?? []
        #expect(image["masks"]?.list?.compactMap(\.text) == masks, "\(vector["name"]?.text ?? "")")
        count += masks.count
      }
    }
    #expect(count > 20)
  }

  private static let masked = #"""
    "predictions": [[8, 8, 12, 12, 0.9, 2.0]], "layout": "channels-last", "strides": [16],
    "prototypes": [[[-1, -1, -1, -1], [-1, 1, 1, -1], [-1, 1, 1, -1], [-1, -1, -1, -1]]]
    """#

  @Test func results_HaveSegmentations() throws {
    let fields = #"{\#(Self.masked), "image_size": [16, 16]"#
    let found = try image("detections/yolov8-seg", fields + "}")
    let row = service.post("/v1/detections/yolov8-seg", fields + #", "answer_format": "coco"}"#).json?["results"]?
      .list?.first
    #expect(row?["segmentation"]?["size"]?.numberList == [16, 16])
    #expect(row?["segmentation"]?["counts"]?.text == found["masks"]?.list?.first?.text)
    #expect(found["mask_sizes"]?.list?.first?.numberList == [16, 16])
  }

  /// The pixels of the runs, of every vector.
  @Test func files_AreTheMasks() throws {
    let file = try readJSON(Package.text("\(VectorFiles.folder)/detections.yolov8-seg.json"))
    var count = 0
    for vector in file["vectors"]?.list ?? [] {
      guard case .object(var request)? = vector["request"] else { continue }
      request["mask_format"] = .string("png")
      let reply = service.post("/v1/detections/yolov8-seg", JSONValue.object(request).text())
      let images = reply.json?["images"]?.list ?? []
      for (image, other) in zip(images, vector["answer"]?["images"]?.list ?? []) {
        #expect(image["masks"] == nil)
        let sizes = image["mask_sizes"]?.list?.compactMap(\.numberList) ?? []
        let files = image["mask_files"]?.list?.compactMap(\.text) ?? []
        let masks = other["masks"]?.list?.compactMap(\.text) ?? []
        #expect(files.count == masks.count && sizes.count == masks.count)
        for ((mask, size), file) in zip(zip(masks, sizes), files) {
          let picture = try Self.picture(file)
          #expect([Double(picture.height), Double(picture.width)] == size)
          let white = picture.withPixels { pixels in
            stride(from: 0, to: pixels.count, by: 3).map { pixels[$0] == 255 }
          }
          #expect(Self.pixels(mask, height: picture.height) == white)
          count += 1
        }
      }
    }
    #expect(count > 20)
  }

  private static func picture(_ text: String) throws -> Picture {
    let file = try #require(Base64.decoded(Substring(text).utf8))
    return try withExtendedLifetime(file) { try Picture(decoding: $0.bytes, PictureHeader(of: $0.bytes)) }
  }

  /// Row by row, of pycocotools' letters (`rleFrString`).
  private static func pixels(_ letters: String, height: Int) -> [Bool] {
    var runs: [Int] = []
    var (run, shift) = (0, 0)
    for letter in letters.utf8 {
      let group = Int(letter) - 48
      run |= (group & 0x1F) << shift
      shift += 5
      guard group & 0x20 == 0 else { continue }
      if group & 0x10 != 0 { run |= -1 << shift }
      runs.append(runs.count > 2 ? run + runs[runs.count - 2] : run)
      (run, shift) = (0, 0)
    }
    let columns = runs.enumerated().flatMap { Array(repeating: !$0.isMultiple(of: 2), count: $1) }
    let width = height > 0 ? columns.count / height : 0
    return (0..<height).flatMap { row in (0..<width).map { columns[$0 * height + row] } }
  }

  @Test func files_AreReservedAndBounded() throws {
    let operation = try #require(Registry.named("detections.yolov8-seg"))
    let body = try readJSON(
      #"{\#(Self.masked), "image_size": [16, 16], "original_size": [4000, 4000], "mask_format": "png"}"#)
    func code(_ limits: Limits) -> ErrorCode? {
      do {
        _ = try operation.answer(body, limits: limits)
        return nil
      } catch { return (error as? Problem)?.issues.first?.code }
    }
    #expect(code(Limits()) == nil)
    // 2 MB of bits: runs fit, files do not.
    #expect(code(Limits(reserve: { $0 < 1_000_000 })) == .overloaded)
    #expect(code(Limits(answerElements: 100_000)) == .answerTooLarge)
    let results = service.post(
      "/v1/detections/yolov8-seg",
      #"{\#(Self.masked), "image_size": [16, 16], "mask_format": "png", "answer_format": "coco"}"#)
    #expect(results.status == 422 && results.pointer == "/mask_format", "\(results.text)")
  }

  /// A few kilobytes that ask for hundreds of masks of a large picture: no memory is asked for, and no mask is made.
  @Test(arguments: ["rle", "png"])
  func manyMasksOfALargePicture_AreRefusedBeforeAnyIsMade(format: String) throws {
    let operation = try #require(Registry.named("detections.yolov8-seg"))
    let rows = (0..<300).map { "[160, 120, 320, 240, \(1 - Double($0) / 1000), 2]" }.joined(separator: ",")
    let batch = (0..<4).map { _ in "[\(rows)]" }
    func body(_ heads: String, _ prototypes: String, size: Int) throws -> JSONValue {
      try readJSON(
        #"""
        {"predictions": \#(heads), "layout": "channels-last", "strides": [16], "image_size": [240, 320], "iou_threshold": 1,
         "prototypes": \#(prototypes), "original_size": [\#(size), \#(size)], "mask_format": "\#(format)"}
        """#)
    }
    let map = "[[[-1, -1, -1, -1], [-1, 1, 1, -1], [-1, 1, 1, -1], [-1, -1, -1, -1]]]"
    let maps = Array(repeating: map, count: 4).joined(separator: ",")
    // Those of one image would be few enough, those of four are not.
    let side = format == "rle" ? 3000 : 900
    for body in [
      try body("[\(rows)]", map, size: 16384), try body("[\(batch.joined(separator: ","))]", "[\(maps)]", size: side),
    ] {
      #expect {
        try operation.answer(body, limits: Limits(answerElements: 2_796_202, reserve: { $0 < 1 << 16 }))
      } throws: {
        ($0 as? Problem)?.issues.first?.code == .answerTooLarge
      }
    }
  }

  @Test func runs_CountAgainstTheAnswer() throws {
    let operation = try #require(Registry.named("detections.yolov8-seg"))
    let body = try readJSON(#"{\#(Self.masked), "image_size": [16, 16]}"#)
    #expect { try operation.answer(body, limits: Limits(answerElements: 0)) } throws: {
      let issue = ($0 as? Problem)?.issues.first
      return issue?.code == .answerTooLarge && issue?.detail.contains("runs") == true
    }
    #expect(throws: Never.self) { try operation.answer(body, limits: Limits(answerElements: 10)) }
  }

  @Test func hugePictures_AreRefusedOrCostNothing() throws {
    func reply(_ size: String) -> Reply {
      service.post(
        "/v1/detections/yolov8-seg", #"{\#(Self.masked), "image_size": [16, 16], "original_size": \#(size)}"#)
    }
    for size in ["[1e300, 1e300]", "[1e9, 1e9]", "[100000, 100000]", "[20.5, 20]"] {
      #expect(reply(size).pointer == "/original_size", "\(size)")
    }
    #expect(reply("[200, 100]").status == 200)
  }

  /// Runs are reserved before they are made: of a picture whose mask the budget does not hold, none is.
  @Test func masks_AreReserved() throws {
    let operation = try #require(Registry.named("detections.yolov8-seg"))
    let body = try readJSON(#"{\#(Self.masked), "image_size": [16, 16], "original_size": [4000, 4000]}"#)
    let limits = Limits(reserve: { $0 < 1000 })
    #expect { try operation.answer(body, limits: limits) } throws: {
      ($0 as? Problem)?.issues.first?.code == .overloaded
    }
    #expect(throws: Never.self) { try operation.answer(body, limits: Limits()) }
  }

  @Test func extras_AreReserved() throws {
    let rows = #"{"predictions": [[10, 10, 8, 8, 0.9, 7, -8]], "layout": "channels-last", "num_classes": 1}"#
    let operation = try #require(Registry.named("detections.yolov8"))
    let body = try readJSON(rows)
    #expect { try operation.answer(body, limits: Limits(answerElements: 1)) } throws: {
      ($0 as? Problem)?.issues.first?.code == .answerTooLarge
    }
  }

  @Test func keypointShapes_MustFit() {
    func reply(_ shape: String) -> Reply {
      service.post(
        "/v1/detections/yolov8-pose",
        #"{"predictions": [[10, 10, 8, 8, 0.9, 1, 2, 0.5]], "layout": "channels-last", "keypoint_shape": \#(shape)}"#)
    }
    #expect(reply("[1, 3]").status == 200)
    for shape in ["[1, 4]", "[3]", "[0, 3]", "[65536, 3]", "[1, 3, 1]", "[1e18, 3]"] {
      #expect(reply(shape).status == 422, "\(shape)")
    }
  }

  @Test func results_HaveKeypoints() {
    let body = #"""
      {"predictions": [[10, 10, 8, 8, 0.9, 1, 2, 3, 4]], "layout": "channels-last", "keypoint_shape": [2, 2],
       "answer_format": "coco"}
      """#
    let row = service.post("/v1/detections/yolov8-pose", body).json?["results"]?.list?.first
    #expect(row?["keypoints"]?.numberList == [1, 2, 2, 3, 4, 2])
  }

  @Test func rotatedBoxes_NeedAnAngle() {
    let reply = service.post(
      "/v1/detections/yolov8-obb", #"{"predictions": [[10, 10, 8, 8, 0.9]], "layout": "channels-last"}"#)
    #expect(reply.status == 422 && reply.pointer == "/predictions", "\(reply.text)")
  }

  @Test func emptyBoxes_GoWhereAsked() throws {
    let rows = "[[10, 10, 0, 8, 0.9], [40, 40, 8, 8, 0.8], [70, 70, 8, 0.5, 0.7]]"
    func found(_ more: String) throws -> JSONValue {
      try image("detections/yolov8", #"{"predictions": \#(rows), "layout": "channels-last"\#(more)}"#)
    }
    #expect(try found("")["anchor_indices"]?.numberList == [0, 1, 2])
    #expect(try found("")["counts"]?["after_min_size"] == nil)
    #expect(try found(#", "drop_empty": true"#)["anchor_indices"]?.numberList == [1, 2])
    #expect(try found(#", "drop_empty": true"#)["counts"]?["after_min_size"]?.number == 2)
    #expect(try found(#", "min_size": 1"#)["anchor_indices"]?.numberList == [1])
    #expect(try found(#", "min_size": 8"#)["anchor_indices"]?.numberList == [1])
    #expect(
      try found(#", "min_size": 1, "explain": true"#)["explanation"]?["min_size"]?["indices"]?.numberList == [0, 2])
  }

  @Test func classCap_IsPerClass() throws {
    let rows = "[[10, 10, 8, 8, 0.9, 0], [40, 40, 8, 8, 0.8, 0], [70, 70, 8, 8, 0, 0.7]]"
    let found = try image(
      "detections/yolov8",
      #"{"predictions": \#(rows), "layout": "channels-last", "max_detections_per_class": 1, "explain": true}"#)
    #expect(found["anchor_indices"]?.numberList == [0, 2] && found["counts"]?["returned"]?.number == 2)
    #expect(found["explanation"]?["cap"]?["indices"]?.numberList == [1])
  }
}
