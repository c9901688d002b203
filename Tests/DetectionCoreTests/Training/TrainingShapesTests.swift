import DetectionCore
import Foundation
import Testing

/// The loss of real heads: six images of drawn shapes as one batch, and what torchvision's `compute_loss` says of them.
@Suite struct TrainingShapesTests {
  private static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/shapes")

  private let expected: JSONNode

  init() throws { expected = try JSONNode(contentsOf: Self.directory.appendingPathComponent("training.json")) }

  @Test func loss_IsTorchvisionsInFloat64() throws { try check(Double.self, limit: 1e-11) }

  @Test func loss_IsTorchvisionsInFloat32() throws { try check(Float.self, limit: 1e-6) }

  private func check<S: Scalar>(_: S.Type, limit: Double) throws {
    let found: CompositeLoss<S> = try loss()
    #expect(found.matches.positives == integers("num_positives"))
    #expect(found.matches.ignored == integers("num_ignored"))
    #expect(found.matches.anchors == expected["matches"]?["anchor_indices"]?.numbers?.map { Int($0) })
    #expect(found.matches.targets == expected["matches"]?["target_indices"]?.numbers?.map { Int($0) })
    #expect(abs(found.loss - (expected["loss"]?.number ?? 0)) <= limit * found.loss)
    for term in found.terms {
      let wanted = try #require(expected["components"]?[term.name]?.number)
      #expect(abs(term.unweighted - wanted) <= limit * wanted)
    }
    for (gradient, columns) in zip(found.gradients, [4, 4]) { try check(gradient, columns, found.matches, limit) }
  }

  private func check<S: Scalar>(
    _ gradient: CompositeLoss<S>.InputGradient, _ columns: Int, _ matches: TargetMatches<S>, _ limit: Double
  ) throws {
    let numbers = gradient.tensor.numbers
    var rows: [Double] = []
    for (image, anchor) in zip(matches.images, matches.anchors) {
      let start = (image * 6921 + anchor) * columns
      rows += numbers[start..<start + columns]
    }
    let wanted = try #require(expected["gradients_of_positives"]?[gradient.input]?.flattened)
    let scale = wanted.reduce(0) { max($0, abs($1)) }
    #expect(rows.count == wanted.count)
    #expect(zip(rows, wanted).allSatisfy { abs($0 - $1) <= limit * scale })
    let squares = numbers.reduce(0) { $0 + $1 * $1 }
    let wantedSquares = try #require(expected["squares_of_gradients"]?[gradient.input]?.number)
    #expect(abs(squares - wantedSquares) <= 2 * limit * wantedSquares)
  }

  private func integers(_ name: String) -> [Int]? { expected[name]?.numbers?.map { Int($0) } }

  private func loss<S: Scalar>() throws -> CompositeLoss<S> {
    let settings = try JSONNode(contentsOf: Self.directory.appendingPathComponent("settings.json"))
    let heads = try (0..<6).map {
      try SafeTensors(contentsOf: Self.directory.appendingPathComponent("heads-00\($0).safetensors"))
    }
    func batch(_ name: String) throws -> Tensor<S> {
      let images: [Tensor<S>] = try heads.map { try $0.tensor(name) }
      let shape = try #require(Shape([6] + images[0].shape.extents))
      return try #require(Tensor(shape: shape, elements: images.flatMap(\.elements)))
    }
    let truth = try GroundTruth<S>(
      boxes: Boxes(expected["target_boxes"]?.flattened ?? []), labels: Tensor(integers("target_labels") ?? []),
      imageIndices: Tensor(integers("target_image_indices") ?? []), imageCount: 6, classes: 0..<4)
    let request = KernelRequest(fields: try #require(settings.object), isRounded: false)
    return try RetinaNetLoss<S>(matcher: AnchorMatcher(allowsLowQuality: true)).evaluate(
      classLogits: batch("class_logits"), boxDeltas: batch("box_deltas"), anchors: request.generatedAnchors(),
      truth: truth, gradients: true)
  }
}
