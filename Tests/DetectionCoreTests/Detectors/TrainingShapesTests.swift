import DetectionCore
import Foundation
import Testing

/// The loss of real heads: six images of drawn shapes as one batch, and what torchvision's `compute_loss` says of them.
@Suite struct TrainingShapesTests {
  private static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/shapes")

  /// What torchvision says of RetinaNet's loss, with the ground truth, and of the RPN's.
  private let (retinaNet, rpn): (JSONNode, JSONNode)

  init() throws {
    retinaNet = try JSONNode(contentsOf: Self.directory.appendingPathComponent("training.json"))
    rpn = try JSONNode(contentsOf: Self.directory.appendingPathComponent("training-rpn.json"))
  }

  @Test func loss_IsTorchvisionsInFloat64() throws { try check(retinaNetLoss(Double.self), retinaNet, limit: 1e-11) }

  @Test func loss_IsTorchvisionsInFloat32() throws { try check(retinaNetLoss(Float.self), retinaNet, limit: 1e-6) }

  @Test func rpnLoss_IsTorchvisionsInFloat64() throws { try check(rpnLoss(Double.self), rpn, limit: 1e-11) }

  /// This network is nearly right: a slope of smooth L1 is nine times what is left of two offsets, and of their digits.
  @Test func rpnLoss_IsTorchvisionsInFloat32() throws {
    try check(rpnLoss(Float.self), rpn, limit: 1e-6, gradients: 1e-5)
  }

  private func check<S: Scalar>(
    _ found: CompositeLoss<S>, _ expected: JSONNode, limit: Double, gradients: Double? = nil
  ) throws {
    func integers(_ name: String) -> [Int]? { expected[name]?.numbers?.map { Int($0) } }
    #expect(found.matches.positives == integers("num_positives"))
    #expect(found.matches.ignored == integers("num_ignored"))
    #expect(found.matches.anchors == expected["matches"]?["anchor_indices"]?.numbers?.map { Int($0) })
    #expect(found.matches.targets == expected["matches"]?["target_indices"]?.numbers?.map { Int($0) })
    #expect(abs(found.loss - (expected["loss"]?.number ?? 0)) <= limit * found.loss)
    for term in found.terms {
      let wanted = try #require(expected["components"]?[term.name]?.number)
      #expect(abs(term.unweighted - wanted) <= limit * wanted)
    }
    for gradient in found.gradients { try check(gradient, expected, found.matches, gradients ?? limit) }
  }

  private func check<S: Scalar>(
    _ gradient: CompositeLoss<S>.InputGradient, _ expected: JSONNode, _ matches: TargetMatches<S>, _ limit: Double
  ) throws {
    let columns = gradient.tensor.shape[2]
    let numbers = gradient.tensor.numbers
    var rows: [Double] = []
    for (image, anchor) in zip(matches.images, matches.anchors) {
      let start = (image * 6921 + anchor) * columns
      rows += numbers[start..<start + columns]
    }
    let wanted = try #require(expected["gradients_of_positives"]?[gradient.input]?.flattened)
    let scale = wanted.reduce(0) { max($0, abs($1)) }
    #expect(rows.count == wanted.count)
    let worst = zip(rows, wanted).map { abs($0 - $1) }.max() ?? 0
    #expect(worst <= limit * scale)
    let squares = numbers.reduce(0) { $0 + $1 * $1 }
    let wantedSquares = try #require(expected["squares_of_gradients"]?[gradient.input]?.number)
    #expect(abs(squares - wantedSquares) <= 2 * limit * wantedSquares)
  }

  private func retinaNetLoss<S: Scalar>(_: S.Type) throws -> CompositeLoss<S> {
    try RetinaNetLoss<S>(matcher: AnchorMatcher(allowsLowQuality: true)).evaluate(
      classLogits: batch("class_logits"), boxDeltas: batch("box_deltas"), anchors: anchors(), truth: truth(),
      gradients: true)
  }

  private func rpnLoss<S: Scalar>(_: S.Type) throws -> CompositeLoss<S> {
    let logits: Tensor<S> = try batch("class_logits")
    let circles = stride(from: 1, to: logits.count, by: 4).map { logits[$0] }
    let shape = try #require(Shape([6, 6921, 1]))
    let objectness = try #require(Tensor(shape: shape, elements: circles))
    return try RPNLoss<S>().evaluate(
      objectness: objectness, boxDeltas: batch("box_deltas"), anchors: anchors(), truth: truth(), gradients: true)
  }

  private func batch<S: Scalar>(_ name: String) throws -> Tensor<S> {
    let images: [Tensor<S>] = try (0..<6).map {
      try SafeTensors(contentsOf: Self.directory.appendingPathComponent("heads-00\($0).safetensors")).tensor(name)
    }
    let shape = try #require(Shape([6] + images[0].shape.extents))
    return try #require(Tensor(shape: shape, elements: images.flatMap(\.elements)))
  }

  private func anchors<S: Scalar>() throws -> Boxes<S> {
    let settings = try JSONNode(contentsOf: Self.directory.appendingPathComponent("settings.json"))
    return try PyramidSettings(#require(settings.object), AnchorGenerator(settings)).levels.anchors()
  }

  private func truth<S: Scalar>() throws -> GroundTruth<S> {
    func integers(_ name: String) -> Tensor<Int> { Tensor((retinaNet[name]?.numbers ?? []).map { Int($0) }) }
    return try GroundTruth(
      boxes: Boxes(retinaNet["target_boxes"]?.flattened ?? []), labels: integers("target_labels"),
      imageIndices: integers("target_image_indices"), imageCount: 6, classes: 0..<4)
  }
}
