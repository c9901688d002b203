import DetectionCore
import Foundation
import Testing

/// Real heads: a small RetinaNet on drawn circles, squares and triangles, and what torchvision made of them.
@Suite struct ShapesTests {
  private static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/shapes")

  @Test(arguments: 0..<6)
  func detections_AreTorchvisionsInFloat64(_ image: Int) throws { try Self.check(Double.self, image) }

  @Test(arguments: 0..<6)
  func detections_AreTorchvisionsInFloat32(_ image: Int) throws { try Self.check(Float.self, image) }

  private static func check<S: Scalar>(_: S.Type, _ image: Int) throws {
    let expected = try JSONNode(contentsOf: directory.appendingPathComponent("expected-00\(image).json"))
    let found: Detections<S> = try detections(image)
    #expect(found.labels.elements == expected["labels"]?.numbers?.map { Int($0) })
    let (boxes, scores) = (expected["boxes"]?.flattened ?? [], expected["scores"]?.flattened ?? [])
    #expect(found.boxes.count == boxes.count && !boxes.isEmpty)
    for (a, b) in zip(found.boxes.numbers, boxes) { #expect(abs(a - b) <= 1e-4) }
    #expect(found.scores.count == scores.count)
    for (a, b) in zip(found.scores.numbers, scores) { #expect(abs(a - b) <= 1e-6) }
    #expect(found.counts.candidates == 6921 * 4)
    #expect(found.counts.returned == scores.count)
  }

  private static func detections<S: Scalar>(_ image: Int) throws -> Detections<S> {
    let settings = try JSONNode(contentsOf: directory.appendingPathComponent("settings.json"))
    let fields = try #require(settings.object)
    let heads = try SafeTensors(contentsOf: directory.appendingPathComponent("heads-00\(image).safetensors"))
    let pyramid = try PyramidSettings(fields, AnchorGenerator(settings)).levels
    let stages = DetectionStages<S>(
      scoreThreshold: .one(S(settings["score_threshold"]?.number ?? 0.05)),
      topK: settings["top_k"]?.number.map { Int($0) } ?? 1000,
      suppression: Suppression(iouThreshold: .one(S(settings["iou_threshold"]?.number ?? 0.5))),
      maxDetections: settings["max_detections"]?.number.map { Int($0) } ?? 100)
    let size = try #require(fields["image_size"]?.numbers)
    return try stages.detect(
      RetinaNetHead(
        classLogits: HeadPyramid(heads.tensor("class_logits")), boxDeltas: HeadPyramid(heads.tensor("box_deltas")),
        anchors: try pyramid.anchors(), levels: try pyramid.ranges(),
        image: ImageSize(height: S(size[0]), width: S(size[1]))))
  }
}
